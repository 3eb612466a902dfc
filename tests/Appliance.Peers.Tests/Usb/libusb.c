/* SPDX-License-Identifier: Apache-2.0
 * Stands in for libusb-1.0.so.0: one USB device, behind the Unix socket $USB_SOCKET, by the USB redirection protocol 0.7 as a guest speaks it ("usb-guest" side).
 * One thread. Control and bulk transfers, waiting or submitted; no interrupt and isochronous ones. The device is always at 1-1. */
#include <libusb.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { HELLO = 0, CONNECT = 1, DISCONNECT = 2, RESET = 3, SET_CONFIGURATION = 6, SET_ALTERNATE = 9, ALTERNATE_STATUS = 11, CONFIGURATION_STATUS = 8,
	CANCEL = 21, CONTROL = 100, BULK = 101 };
enum { CAPABILITIES = 1 << 1 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6, LONGEST = 1 << 20, HEAD = 10 };

struct libusb_context { int unused; };
struct libusb_device { int unused; };
struct libusb_device_handle { int unused; };

/* A transfer under way. */
struct pending {
	struct pending *next;
	struct libusb_transfer *transfer; /* null: somebody waits for it */
	uint64_t id;
	unsigned char *data;
	int room, done, status, moved, in, cancelled;
	int64_t until; /* milliseconds; 0 for ever */
};

static struct libusb_context the_context;
static struct libusb_device the_device;
static struct libusb_device_handle the_handle;
static int line = -1, there;
static uint64_t last_id;
static struct pending *under_way;

static int64_t now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}
static uint16_t half(const unsigned char *from) { return from[0] | from[1] << 8; }
static uint32_t word(const unsigned char *from) { return half(from) | (uint32_t)half(from + 2) << 16; }
static void put_half(unsigned char *to, uint16_t value) { to[0] = value; to[1] = value >> 8; }
static void put_word(unsigned char *to, uint32_t value) { put_half(to, value); put_half(to + 2, value >> 16); }

static int give(const void *bytes, size_t length)
{
	for (const char *from = bytes; length > 0;) {
		ssize_t some = send(line, from, length, MSG_NOSIGNAL);
		if (some <= 0) return -1;
		from += some;
		length -= some;
	}
	return 0;
}
static int take(void *bytes, size_t length) { return length == 0 || recv(line, bytes, length, MSG_WAITALL) == (ssize_t)length ? 0 : -1; }

static int say(uint32_t type, uint64_t id, const void *head, size_t bytes, const void *data, size_t more)
{
	unsigned char header[16];
	put_word(header, type);
	put_word(header + 4, bytes + more);
	put_word(header + 8, (uint32_t)id);
	put_word(header + 12, id >> 32);
	return give(header, type == HELLO ? 12 : 16) || give(head, bytes) || give(data, more) ? -1 : 0;
}

static void finish(struct pending *one, const unsigned char *head, const unsigned char *data, size_t length)
{
	static const int ends[] = { LIBUSB_TRANSFER_COMPLETED, LIBUSB_TRANSFER_CANCELLED, LIBUSB_TRANSFER_ERROR, LIBUSB_TRANSFER_ERROR, LIBUSB_TRANSFER_STALL,
		LIBUSB_TRANSFER_TIMED_OUT, LIBUSB_TRANSFER_OVERFLOW };
	int control = one->transfer ? one->transfer->type == LIBUSB_TRANSFER_TYPE_CONTROL : one->moved < 0;
	unsigned status = control ? head[3] : head[1];
	one->status = status < sizeof ends / sizeof *ends ? ends[status] : LIBUSB_TRANSFER_ERROR;
	if (one->status == LIBUSB_TRANSFER_CANCELLED && one->cancelled == 2) one->status = LIBUSB_TRANSFER_TIMED_OUT;
	one->moved = control ? half(head + 8) : half(head + 2) | half(head + 8) << 16;
	if (one->in) {
		one->moved = length < (size_t)one->room ? (int)length : one->room;
		memcpy(one->data, data, one->moved);
	}
	one->done = 1;
}

/* Takes one packet; waits for it. */
static int hear(int long_ids)
{
	static unsigned char header[16], body[LONGEST];
	if (take(header, long_ids ? 16 : 12)) return there = 0, -1;
	uint32_t type = word(header), length = word(header + 4);
	uint64_t id = word(header + 8) | (long_ids ? (uint64_t)word(header + 12) << 32 : 0);
	if (length > LONGEST || take(body, length)) return there = 0, -1;
	if (type == CONNECT) there = 1;
	if (type == DISCONNECT) there = 0;
	for (struct pending *one = under_way; one; one = one->next) {
		if (one->id != id || one->done) continue;
		if ((type == CONTROL || type == BULK) && length >= HEAD) finish(one, body, body + HEAD, length - HEAD);
		else if (type == CONFIGURATION_STATUS || type == ALTERNATE_STATUS) { one->status = body[0] ? LIBUSB_TRANSFER_ERROR : LIBUSB_TRANSFER_COMPLETED; one->done = 1; }
	}
	return 0;
}

static void begin(struct pending *one, unsigned char *data, int room, int in, unsigned timeout)
{
	memset(one, 0, sizeof *one);
	*one = (struct pending){ .id = ++last_id, .data = data, .room = room, .in = in, .until = timeout ? now() + timeout : 0, .next = under_way };
	under_way = one;
}
static void end(struct pending *one)
{
	for (struct pending **at = &under_way; *at; at = &(*at)->next) if (*at == one) { *at = one->next; return; }
}

/* Lets packets come until a moment, and cancels what is late. */
static int pump(int64_t until)
{
	for (;;) {
		int64_t at = now(), next = until;
		for (struct pending *one = under_way; one; one = one->next) {
			if (one->done || one->cancelled || !one->until) continue;
			if (one->until <= at) { one->cancelled = 2; say(CANCEL, one->id, "", 0, "", 0); }
			else if (one->until < next) next = one->until;
		}
		struct pollfd look = { .fd = line, .events = POLLIN };
		int got = poll(&look, 1, next > at ? (int)(next - at) : 0);
		if (got > 0) return hear(1);
		if (got < 0 || now() >= until) return 0;
	}
}
static int await(struct pending *one)
{
	while (there && !one->done) if (pump(now() + 1000)) break;
	end(one);
	if (!one->done) return LIBUSB_ERROR_NO_DEVICE;
	switch (one->status) {
	case LIBUSB_TRANSFER_COMPLETED: return 0;
	case LIBUSB_TRANSFER_TIMED_OUT: case LIBUSB_TRANSFER_CANCELLED: return LIBUSB_ERROR_TIMEOUT;
	case LIBUSB_TRANSFER_STALL: return LIBUSB_ERROR_PIPE;
	case LIBUSB_TRANSFER_OVERFLOW: return LIBUSB_ERROR_OVERFLOW;
	default: return LIBUSB_ERROR_IO;
	}
}

static int send_control(uint64_t id, const unsigned char *setup, const unsigned char *out)
{
	int in = setup[0] & 0x80, length = half(setup + 6);
	unsigned char head[HEAD] = { in ? 0x80 : 0, setup[1], setup[0], 0, setup[2], setup[3], setup[4], setup[5], setup[6], setup[7] };
	return say(CONTROL, id, head, HEAD, out, in ? 0 : length);
}
static int send_bulk(uint64_t id, unsigned char endpoint, const unsigned char *data, int length)
{
	unsigned char head[HEAD] = { endpoint };
	put_half(head + 2, length);
	put_half(head + 8, length >> 16);
	return say(BULK, id, head, HEAD, data, endpoint & 0x80 ? 0 : length);
}

int libusb_init(libusb_context **context)
{
	if (context) *context = &the_context;
	if (line >= 0) return 0;
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	const char *path = getenv("USB_SOCKET");
	unsigned char hello[68] = "peer";
	strncpy(to.sun_path, path ? path : "", sizeof to.sun_path - 1);
	line = socket(AF_UNIX, SOCK_STREAM, 0);
	put_word(hello + 64, CAPABILITIES);
	if (connect(line, (struct sockaddr *)&to, sizeof to) || say(HELLO, 0, hello, sizeof hello, "", 0) || hear(0)) return LIBUSB_ERROR_OTHER;
	while (!there) if (hear(1)) return LIBUSB_ERROR_OTHER;
	return 0;
}
void libusb_exit(libusb_context *context) { (void)context; }
int libusb_set_option(libusb_context *context, enum libusb_option option, ...) { (void)context; (void)option; return 0; }
void libusb_set_debug(libusb_context *context, int level) { (void)context; (void)level; }
const struct libusb_version *libusb_get_version(void) { static const struct libusb_version version = { 1, 0, 26, 0, "", "" }; return &version; }
const char *libusb_error_name(int code) { static char text[32]; snprintf(text, sizeof text, "error %d", code); return text; }
const char *libusb_strerror(int code) { return libusb_error_name(code); }

ssize_t libusb_get_device_list(libusb_context *context, libusb_device ***list)
{
	(void)context;
	*list = calloc(2, sizeof **list);
	if (there) (*list)[0] = &the_device;
	return there;
}
void libusb_free_device_list(libusb_device **list, int unreference) { (void)unreference; free(list); }
libusb_device *libusb_ref_device(libusb_device *device) { return device; }
void libusb_unref_device(libusb_device *device) { (void)device; }
uint8_t libusb_get_bus_number(libusb_device *device) { (void)device; return 1; }
uint8_t libusb_get_device_address(libusb_device *device) { (void)device; return 2; }
int libusb_get_port_numbers(libusb_device *device, uint8_t *numbers, int length) { (void)device; if (length < 1) return LIBUSB_ERROR_OVERFLOW; numbers[0] = 1; return 1; }
uint8_t libusb_get_port_number(libusb_device *device) { (void)device; return 1; }
int libusb_open(libusb_device *device, libusb_device_handle **handle)
{
	(void)device;
	*handle = &the_handle;
	libusb_set_configuration(&the_handle, 1); /* the kernel does, where a device is plugged in */
	return 0;
}
libusb_device_handle *libusb_open_device_with_vid_pid(libusb_context *context, uint16_t vendor, uint16_t product)
{
	struct libusb_device_descriptor descriptor;
	libusb_device_handle *handle;
	(void)context;
	if (!there || libusb_get_device_descriptor(&the_device, &descriptor) || descriptor.idVendor != vendor || descriptor.idProduct != product) return NULL;
	return libusb_open(&the_device, &handle) ? NULL : handle;
}
void libusb_close(libusb_device_handle *handle) { (void)handle; }
libusb_device *libusb_get_device(libusb_device_handle *handle) { (void)handle; return &the_device; }
int libusb_claim_interface(libusb_device_handle *handle, int number) { (void)handle; (void)number; return 0; }
int libusb_release_interface(libusb_device_handle *handle, int number) { (void)handle; (void)number; return 0; }
int libusb_detach_kernel_driver(libusb_device_handle *handle, int number) { (void)handle; (void)number; return LIBUSB_ERROR_NOT_FOUND; }
int libusb_attach_kernel_driver(libusb_device_handle *handle, int number) { (void)handle; (void)number; return LIBUSB_ERROR_NOT_FOUND; }
int libusb_kernel_driver_active(libusb_device_handle *handle, int number) { (void)handle; (void)number; return 0; }
int libusb_set_auto_detach_kernel_driver(libusb_device_handle *handle, int enable) { (void)handle; (void)enable; return 0; }
int libusb_get_configuration(libusb_device_handle *handle, int *value) { (void)handle; *value = 1; return 0; }
int libusb_set_configuration(libusb_device_handle *handle, int value)
{
	struct pending one;
	unsigned char body = value;
	(void)handle;
	begin(&one, NULL, 0, 0, 0);
	return say(SET_CONFIGURATION, one.id, &body, 1, "", 0) ? LIBUSB_ERROR_IO : await(&one);
}
int libusb_set_interface_alt_setting(libusb_device_handle *handle, int number, int alternate)
{
	struct pending one;
	unsigned char body[2] = { number, alternate };
	(void)handle;
	begin(&one, NULL, 0, 0, 0);
	return say(SET_ALTERNATE, one.id, body, 2, "", 0) ? LIBUSB_ERROR_IO : await(&one);
}
int libusb_reset_device(libusb_device_handle *handle)
{
	if (say(RESET, 0, "", 0, "", 0)) return LIBUSB_ERROR_IO;
	return libusb_set_configuration(handle, 1);
}
int libusb_clear_halt(libusb_device_handle *handle, unsigned char endpoint) { return libusb_control_transfer(handle, 2, 1, 0, endpoint, NULL, 0, 1000); }

int libusb_control_transfer(libusb_device_handle *handle, uint8_t type, uint8_t request, uint16_t value, uint16_t index, unsigned char *data, uint16_t length, unsigned timeout)
{
	struct pending one;
	unsigned char setup[8] = { type, request };
	int failed;
	(void)handle;
	put_half(setup + 2, value);
	put_half(setup + 4, index);
	put_half(setup + 6, length);
	begin(&one, data, length, type & 0x80, timeout);
	one.moved = -1; /* says that it is a control transfer */
	failed = send_control(one.id, setup, data) ? LIBUSB_ERROR_IO : await(&one);
	return failed ? failed : one.moved;
}
int libusb_bulk_transfer(libusb_device_handle *handle, unsigned char endpoint, unsigned char *data, int length, int *moved, unsigned timeout)
{
	struct pending one;
	int failed;
	(void)handle;
	begin(&one, data, length, endpoint & 0x80, timeout);
	failed = send_bulk(one.id, endpoint, data, length) ? LIBUSB_ERROR_IO : await(&one);
	if (moved) *moved = failed ? 0 : one.moved;
	return failed;
}
int libusb_interrupt_transfer(libusb_device_handle *handle, unsigned char endpoint, unsigned char *data, int length, int *moved, unsigned timeout)
{
	(void)handle; (void)endpoint; (void)data; (void)length; (void)timeout;
	*moved = 0;
	return LIBUSB_ERROR_NOT_SUPPORTED;
}
int libusb_get_string_descriptor_ascii(libusb_device_handle *handle, uint8_t index, unsigned char *text, int length)
{
	unsigned char raw[255];
	int got = libusb_control_transfer(handle, 0x80, 6, 0x0300 | index, 0x0409, raw, sizeof raw, 1000), at = 0;
	if (got < 2) return got < 0 ? got : LIBUSB_ERROR_IO;
	for (int from = 2; from + 1 < got && at < length - 1; from += 2) text[at++] = raw[from + 1] ? '?' : raw[from];
	text[at] = 0;
	return at;
}
int libusb_get_device_descriptor(libusb_device *device, struct libusb_device_descriptor *to)
{
	unsigned char raw[18];
	(void)device;
	if (libusb_control_transfer(&the_handle, 0x80, 6, 0x0100, 0, raw, sizeof raw, 1000) != sizeof raw) return LIBUSB_ERROR_IO;
	*to = (struct libusb_device_descriptor){ .bLength = raw[0], .bDescriptorType = raw[1], .bcdUSB = half(raw + 2), .bDeviceClass = raw[4], .bDeviceSubClass = raw[5],
		.bDeviceProtocol = raw[6], .bMaxPacketSize0 = raw[7], .idVendor = half(raw + 8), .idProduct = half(raw + 10), .bcdDevice = half(raw + 12), .iManufacturer = raw[14],
		.iProduct = raw[15], .iSerialNumber = raw[16], .bNumConfigurations = raw[17] };
	return 0;
}

/* The parts of a configuration; what is behind an interface or an endpoint that is neither is its extra. */
int libusb_get_config_descriptor(libusb_device *device, uint8_t index, struct libusb_config_descriptor **config)
{
	enum { MOST = 4096 };
	static unsigned char kept[MOST];
	unsigned char *raw = malloc(MOST);
	(void)device;
	int got = libusb_control_transfer(&the_handle, 0x80, 6, 0x0200 | index, 0, raw, MOST, 1000);
	if (got < 9) { free(raw); return LIBUSB_ERROR_IO; }
	memcpy(kept, raw, got);
	free(raw);
	struct libusb_config_descriptor *made = calloc(1, sizeof *made);
	struct libusb_interface *faces = calloc(kept[4] + 1, sizeof *faces);
	struct libusb_interface_descriptor *setting = NULL;
	struct libusb_endpoint_descriptor *ends = NULL;
	*made = (struct libusb_config_descriptor){ .bLength = kept[0], .bDescriptorType = kept[1], .wTotalLength = half(kept + 2), .bNumInterfaces = kept[4],
		.bConfigurationValue = kept[5], .iConfiguration = kept[6], .bmAttributes = kept[7], .MaxPower = kept[8], .interface = faces };
	for (int at = kept[0]; at + 1 < got && kept[at] >= 2; at += kept[at]) {
		const unsigned char *one = kept + at;
		if (one[1] == LIBUSB_DT_INTERFACE) {
			struct libusb_interface *face = faces + one[2];
			face->altsetting = realloc((void *)face->altsetting, (face->num_altsetting + 1) * sizeof *setting);
			setting = (struct libusb_interface_descriptor *)face->altsetting + face->num_altsetting++;
			ends = calloc(one[4] + 1, sizeof *ends);
			*setting = (struct libusb_interface_descriptor){ .bLength = one[0], .bDescriptorType = one[1], .bInterfaceNumber = one[2], .bAlternateSetting = one[3],
				.bNumEndpoints = one[4], .bInterfaceClass = one[5], .bInterfaceSubClass = one[6], .bInterfaceProtocol = one[7], .iInterface = one[8], .endpoint = ends };
		} else if (one[1] == LIBUSB_DT_ENDPOINT && ends) {
			*ends++ = (struct libusb_endpoint_descriptor){ .bLength = one[0], .bDescriptorType = one[1], .bEndpointAddress = one[2], .bmAttributes = one[3],
				.wMaxPacketSize = half(one + 4), .bInterval = one[6] };
		} else if (setting) {
			if (!setting->extra) setting->extra = one;
			setting->extra_length += one[0];
		}
	}
	*config = made;
	return 0;
}
int libusb_get_active_config_descriptor(libusb_device *device, struct libusb_config_descriptor **config) { return libusb_get_config_descriptor(device, 0, config); }
void libusb_free_config_descriptor(struct libusb_config_descriptor *config) { (void)config; /* programs end soon */ }

struct libusb_transfer *libusb_alloc_transfer(int packets) { (void)packets; return calloc(1, sizeof(struct libusb_transfer)); }
void libusb_free_transfer(struct libusb_transfer *transfer) { free(transfer); }
int libusb_submit_transfer(struct libusb_transfer *transfer)
{
	struct pending *one = malloc(sizeof *one);
	int failed;
	if (transfer->type == LIBUSB_TRANSFER_TYPE_CONTROL) {
		begin(one, transfer->buffer + 8, transfer->length - 8, transfer->buffer[0] & 0x80, transfer->timeout);
		failed = send_control(one->id, transfer->buffer, transfer->buffer + 8);
	} else {
		begin(one, transfer->buffer, transfer->length, transfer->endpoint & 0x80, transfer->timeout);
		failed = send_bulk(one->id, transfer->endpoint, transfer->buffer, transfer->length);
	}
	one->transfer = transfer;
	return failed ? LIBUSB_ERROR_IO : 0;
}
int libusb_cancel_transfer(struct libusb_transfer *transfer)
{
	for (struct pending *one = under_way; one; one = one->next) {
		if (one->transfer != transfer || one->done) continue;
		one->cancelled = 1;
		return say(CANCEL, one->id, "", 0, "", 0) ? LIBUSB_ERROR_IO : 0;
	}
	return LIBUSB_ERROR_NOT_FOUND;
}

static int call_back(void)
{
	int called = 0;
	for (struct pending *one = under_way, *next; one; one = next) {
		next = one->next;
		if (!one->transfer || (!one->done && there)) continue;
		struct libusb_transfer *transfer = one->transfer;
		transfer->status = one->done ? one->status : LIBUSB_TRANSFER_NO_DEVICE;
		transfer->actual_length = one->done ? one->moved : 0;
		end(one);
		free(one);
		called = 1;
		transfer->callback(transfer);
		next = under_way; /* the callback may have submitted or ended others */
	}
	return called;
}
int libusb_handle_events_timeout_completed(libusb_context *context, struct timeval *time, int *completed)
{
	int64_t until = now() + time->tv_sec * 1000LL + time->tv_usec / 1000;
	(void)context;
	do {
		if (call_back() || (completed && *completed)) return 0;
		if (!there) return LIBUSB_ERROR_NO_DEVICE;
		if (pump(until)) return LIBUSB_ERROR_NO_DEVICE;
	} while (now() < until);
	call_back();
	return 0;
}
int libusb_handle_events_timeout(libusb_context *context, struct timeval *time) { return libusb_handle_events_timeout_completed(context, time, NULL); }
int libusb_handle_events_completed(libusb_context *context, int *completed)
{
	struct timeval minute = { 60, 0 };
	return libusb_handle_events_timeout_completed(context, &minute, completed);
}
int libusb_handle_events(libusb_context *context) { return libusb_handle_events_completed(context, NULL); }
