// SPDX-License-Identifier: Apache-2.0
// One SWD lane as a plain loop in C: the stores and loads that the engine's wire does on a memory-mapped GPIO block, on plain memory.
// Prints nanoseconds per SWCLK cycle, the tenth percentile of many short runs. Built with gcc -O2.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { SET = 0, CLR = 16, DIR = 32, LEVEL = 64, FRAMES = 256, RUNS = 2000 };
static volatile uint32_t gpio[128];

static void drive(uint64_t bits, int count) {
    gpio[DIR] = 2;
    for (int i = 0; i < count; i++, bits >>= 1) {
        uint32_t high = (uint32_t)(bits & 1) << 1;
        gpio[CLR] = (~high & 2) | 1;
        gpio[SET] = high;
        gpio[SET] = 1;
    }
}

static uint64_t sample(int count) {
    uint64_t value = 0;
    gpio[DIR] = 0;
    for (int i = 0; i < count; i++) {
        gpio[CLR] = 1;
        value |= (uint64_t)((gpio[LEVEL + i] >> 1) & 1) << i;
        gpio[SET] = 1;
    }
    return value;
}

static void turn(void) {
    gpio[DIR] = 0;
    gpio[CLR] = 1;
    gpio[SET] = 1;
}

static int frame_write(uint32_t data) {
    drive(0xBB, 8);
    turn();
    if (sample(3) != 1) return 0;
    turn();
    drive(data | (uint64_t)__builtin_parity(data) << 32, 33);
    return 1;
}

static int frame_read(uint32_t *data) {
    drive(0x9F, 8);
    turn();
    if (sample(3) != 1) return 0;
    uint64_t bits = sample(33);
    turn();
    *data = (uint32_t)bits;
    return __builtin_parity((uint32_t)bits) == (int)(bits >> 32);
}

static int order(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(void) {
    double runs[RUNS];
    uint32_t data;
    gpio[LEVEL] = gpio[LEVEL + 32] = gpio[LEVEL + 34] = 0xFFFFFFFF;
    for (int run = 0; run < RUNS; run++) {
        struct timespec from, to;
        clock_gettime(CLOCK_MONOTONIC, &from);
        for (uint32_t i = 0; i < FRAMES; i++)
            if (!frame_write(i * 0x9E3779B1u) || !frame_read(&data)) return 1;
        clock_gettime(CLOCK_MONOTONIC, &to);
        runs[run] = ((to.tv_sec - from.tv_sec) * 1e9 + (to.tv_nsec - from.tv_nsec)) / (FRAMES * 92.0);
    }
    qsort(runs, RUNS, sizeof runs[0], order);
    printf("%.4f\n", runs[RUNS / 10]);
    return 0;
}
