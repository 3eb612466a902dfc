@ SPDX-License-Identifier: Apache-2.0
@ Controllers that program units of words: layouts B, C, D, F and G. Which registers and bits, the mailbox says.
        .include "loader.inc"

        loader

@ r0 address, r1 bytes (a multiple of the unit, not 0), r2 data. The DSB brings the words to the flash before the status is read: a core with a write
@ buffer would see the status of before. One unit at a time: the next must not come before the one before has ended.
flash_program:
        push    {r5, r6, lr}
        ldr     r4, [r7, #CONTROL]
        ldr     r3, [r7, #PROGRAMMING]
        str     r3, [r4]
        ldr     r4, [r7, #STATUS]
1:      ldr     r5, [r7, #UNIT]
        subs    r1, r1, r5
2:      ldm     r2!, {r3}
        stm     r0!, {r3}
        subs    r5, r5, #4
        bne     2b
        dsb
        ldr     r5, [r7, #BUSY]
        ldr     r6, [r7, #ERRORS]
3:      ldr     r3, [r4]
        tst     r3, r5
        bne     3b
        tst     r3, r6
        bne     4f
        cmp     r1, #0
        bne     1b
        ldr     r4, [r7, #CONTROL]
        str     r1, [r4]
        pop     {r5, r6, pc}
4:      str     r3, [r7, #DETAIL]
        ldr     r5, [r7, #UNIT]
        subs    r1, r0, r5
        movs    r0, #STATUS_ERROR
        b       fail_at

@ Nothing is under way and nothing is chosen; a locked controller has nothing chosen. Uses r2, r3, r4.
flash_idle:
        ldr     r4, [r7, #STATUS]
        ldr     r2, [r7, #BUSY]
1:      ldr     r3, [r4]
        tst     r3, r2
        bne     1b
        ldr     r4, [r7, #CONTROL]
        ldr     r3, [r4]
        ldr     r2, [r7, #LOCKED]
        tst     r3, r2
        bne     2f
        movs    r3, #0
        str     r3, [r4]
2:      bx      lr
