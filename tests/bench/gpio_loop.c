// SPDX-License-Identifier: Apache-2.0
// SWD frames by stores to a GPIO block as of a BCM2711, on plain memory, as a plain loop in C: a clear, a set and a set a cycle, a barrier after each
// store, a load where a lane is sampled, a function select word read and written at each turn. SWCLK is pin 0, lane n is pin n + 1.
// Prints nanoseconds per SWCLK cycle for the number of lanes given, the tenth percentile of many short runs. Built with gcc -O2.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { SET = 0x1C / 4, CLR = 0x28 / 4, LEV = 0x34 / 4, FRAMES = 128, RUNS = 2000 };
static volatile uint32_t *gpio;
static uint32_t lanes, selects;
static int shift = 1;

static void store(int word, uint32_t value) {
    gpio[word] = value;
    __sync_synchronize();
}

static void turn(int out, uint32_t high) {
    if (out) {
        store(CLR, lanes & ~high);
        store(SET, high);
    }
    uint32_t others = gpio[0] & ~(selects * 7);
    store(0, out ? others | selects : others);
}

static void drive(const uint32_t *planes, int count) {
    turn(1, (planes[0] << shift) & lanes);
    for (int i = 0; i < count; i++) {
        uint32_t high = (planes[i] << shift) & lanes;
        store(CLR, (lanes & ~high) | 1);
        store(SET, high);
        store(SET, 1);
    }
}

static void sample(uint32_t *planes, int count) {
    for (int i = 0; i < count; i++) {
        store(CLR, 1);
        store(SET, 0);
        planes[i] = (gpio[LEV] & lanes) >> shift;
        store(SET, 1);
    }
}

static void released(int count) {
    for (int i = 0; i < count; i++) {
        store(CLR, 1);
        store(SET, 0);
        store(SET, 1);
    }
}

static int order(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    static double runs[RUNS];
    uint32_t out[41], in[36];
    int count = argc > 1 ? atoi(argv[1]) : 1;
    gpio = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (gpio == MAP_FAILED) return 1;
    for (int lane = 0; lane < count; lane++) {
        lanes |= 2u << lane;
        selects |= 8u << 3 * lane;
    }
    for (int i = 0; i < 41; i++) out[i] = i * 0x9E3779B1u;
    for (int run = 0; run < RUNS; run++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        for (int i = 0; i < FRAMES; i++) {
            drive(out, 8);
            turn(0, 0);
            released(1);
            sample(in, 3);
            released(1);
            drive(out + 8, 33);
            drive(out, 8);
            turn(0, 0);
            released(1);
            sample(in, 36);
            released(1);
        }
        clock_gettime(CLOCK_MONOTONIC, &to);
        runs[run] = ((to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec)) / (FRAMES * 92.0);
    }
    qsort(runs, RUNS, sizeof runs[0], order);
    printf("%.4f\n", runs[RUNS / 10]);
    return 0;
}
