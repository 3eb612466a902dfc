@ SPDX-License-Identifier: Apache-2.0
@ STM32F0, F1, F3: half-words by the flash program and erase controller (PM0075 rev 2, sections 2.3.3 and 3; RM0091, section 3).
        .include "loader.inc"

        .equ    SR, 0x0C
        .equ    CR, 0x10
        .equ    CR_PG, 1 << 0
        .equ    SR_EOP, 1 << 5          @ cleared by writing 1
        .equ    SR_EOP_SHIFTED, 1 << 4  @ EOP alone, BSY shifted out

        loader

@ r0 address, r1 bytes (a multiple of 2, not 0), r2 data. Each half-word is waited for, and only EOP alone is an end. What can be done while the
@ flash is at work is done then: the EOP of the half-word before is cleared, the next half-word is fetched (after the last one what lies behind it).
flash_program:
        push    {r5, r6, lr}
        ldr     r4, [r7, #CONTROLLER]
        movs    r3, #CR_PG
        str     r3, [r4, #CR]
        movs    r5, #SR_EOP
        ldrh    r6, [r2]
1:      strh    r6, [r0]
        dsb
        str     r5, [r4, #SR]
        adds    r2, r2, #2
        adds    r0, r0, #2
        ldrh    r6, [r2]
2:      ldr     r3, [r4, #SR]
        lsrs    r3, r3, #1              @ BSY
        bcs     2b
        cmp     r3, #SR_EOP_SHIFTED
        bne     3f
        subs    r1, r1, #2
        bne     1b
        str     r5, [r4, #SR]
        str     r1, [r4, #CR]
        pop     {r5, r6, pc}
3:      lsls    r3, r3, #1
        str     r3, [r7, #DETAIL]
        subs    r1, r0, #2
        movs    r0, #STATUS_ERROR
        b       fail_at

@ Nothing is under way and nothing is chosen; a locked controller has nothing chosen. Uses r3, r4.
flash_idle:
        ldr     r4, [r7, #CONTROLLER]
1:      ldr     r3, [r4, #SR]
        lsrs    r3, r3, #1
        bcs     1b
        ldr     r3, [r4, #CR]
        lsrs    r3, r3, #8              @ LOCK
        bcs     2f
        movs    r3, #0
        str     r3, [r4, #CR]
2:      bx      lr
