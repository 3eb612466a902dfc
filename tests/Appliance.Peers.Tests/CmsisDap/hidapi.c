/* SPDX-License-Identifier: Apache-2.0
 * Stands in for libhidapi-hidraw.so.0: one HID device, whose reports go over TCP to 127.0.0.1:$HID_PORT, $HID_BYTES each, without ids. A report is
 * written behind a W; an R asks for one, and is answered by a 1 and the report, or by a 0 where none waits. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <wchar.h>

struct hid_device_info {
	char *path; unsigned short vendor_id, product_id; wchar_t *serial_number; unsigned short release_number;
	wchar_t *manufacturer_string, *product_string; unsigned short usage_page, usage; int interface_number; struct hid_device_info *next;
};
typedef struct { int socket, bytes; } hid_device;

static struct hid_device_info only = { "sim", 0x0d28, 0x0204, L"SIM0001", 0x100, L"Appliance", L"Simulated CMSIS-DAP", 0, 0, 0, 0 };

int hid_init(void) { return 0; }
int hid_exit(void) { return 0; }
struct hid_device_info *hid_enumerate(unsigned short vendor, unsigned short product) { (void)vendor; (void)product; return &only; }
void hid_free_enumeration(struct hid_device_info *list) { (void)list; }

hid_device *hid_open_path(const char *path)
{
	static hid_device device;
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(atoi(getenv("HID_PORT"))), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	(void)path;
	device.bytes = atoi(getenv("HID_BYTES"));
	device.socket = socket(AF_INET, SOCK_STREAM, 0);
	setsockopt(device.socket, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int));
	return connect(device.socket, (struct sockaddr *)&to, sizeof to) == 0 ? &device : NULL;
}
hid_device *hid_open(unsigned short vendor, unsigned short product, const wchar_t *serial)
{
	(void)vendor; (void)product; (void)serial;
	return hid_open_path("sim");
}
void hid_close(hid_device *device) { close(device->socket); }

int hid_write(hid_device *device, const unsigned char *data, size_t length)
{
	unsigned char report[1 + 1024] = { 'W' };
	memcpy(report + 1, data + 1, length - 1 < (size_t)device->bytes ? length - 1 : (size_t)device->bytes);
	return send(device->socket, report, 1 + device->bytes, MSG_NOSIGNAL) == 1 + device->bytes ? (int)length : -1;
}
int hid_read_timeout(hid_device *device, unsigned char *data, size_t length, int milliseconds)
{
	unsigned char report[1024], there;
	(void)milliseconds; /* the simulated probe answers at once or never */
	if (send(device->socket, "R", 1, MSG_NOSIGNAL) != 1 || recv(device->socket, &there, 1, MSG_WAITALL) != 1) return -1;
	if (there == '0') return 0;
	if (recv(device->socket, report, device->bytes, MSG_WAITALL) != device->bytes) return -1;
	if (length > (size_t)device->bytes) length = device->bytes;
	memcpy(data, report, length);
	return (int)length;
}
int hid_read(hid_device *device, unsigned char *data, size_t length) { return hid_read_timeout(device, data, length, -1); }

const wchar_t *hid_error(hid_device *device) { (void)device; return L"none"; }
int hid_set_nonblocking(hid_device *device, int on) { (void)device; (void)on; return 0; }
static int text(wchar_t *to, size_t most, const wchar_t *from) { wcsncpy(to, from, most); return 0; }
int hid_get_serial_number_string(hid_device *device, wchar_t *to, size_t most) { (void)device; return text(to, most, only.serial_number); }
int hid_get_product_string(hid_device *device, wchar_t *to, size_t most) { (void)device; return text(to, most, only.product_string); }
int hid_get_manufacturer_string(hid_device *device, wchar_t *to, size_t most) { (void)device; return text(to, most, only.manufacturer_string); }
int hid_get_indexed_string(hid_device *device, int index, wchar_t *to, size_t most) { (void)device; (void)index; return text(to, most, L""); }
int hid_get_feature_report(hid_device *device, unsigned char *data, size_t length) { (void)device; (void)data; (void)length; return -1; }
int hid_send_feature_report(hid_device *device, const unsigned char *data, size_t length) { (void)device; (void)data; (void)length; return -1; }
