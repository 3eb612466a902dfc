@ SPDX-License-Identifier: Apache-2.0
@ A flash algorithm of a pack for the flash of an STM32F103xB (PM0075). BROKEN says which function does not come back as it should:
@ 1 EraseSector runs into an address where nothing is, 2 ProgramPage never ends, 3 it needs more stack than there is, 4 it says that it failed.
        .syntax unified
        .cpu    cortex-m3
        .thumb
        .equ    BASE, 0x40022000
        .equ    KEYR, 0x04
        .equ    SR, 0x0C
        .equ    CR, 0x10
        .equ    AR, 0x14

        .macro  function name
        .global \name
        .type   \name, %function
        .thumb_func
\name:
        .endm

        .section PrgCode, "ax"
@ The table keeps an address of its own: a loader that is moved must have it changed with it.
table:  .word   0x45670123, 0xCDEF89AB
place:  .word   table

function Init
        ldr     r0, =BASE
        ldr     r1, place
        ldr     r2, [r0, #CR]
        tst     r2, #0x80
        beq     1f                      @ keys never go to a controller that is open
        ldr     r2, [r1]
        str     r2, [r0, #KEYR]
        ldr     r2, [r1, #4]
        str     r2, [r0, #KEYR]
1:      movs    r0, #0
        bx      lr

function UnInit
        ldr     r0, =BASE
        movs    r1, #0x80
        str     r1, [r0, #CR]
        movs    r0, #0
        bx      lr

function EraseSector
        .if     BROKEN == 1
        ldr     r1, =0x70000000
        ldr     r0, [r1]
        .endif
        ldr     r1, =BASE
        movs    r2, #2
        str     r2, [r1, #CR]
        str     r0, [r1, #AR]
        movs    r2, #0x42
        str     r2, [r1, #CR]
        b       wait

function EraseChip
        ldr     r1, =BASE
        movs    r2, #4
        str     r2, [r1, #CR]
        movs    r2, #0x44
        str     r2, [r1, #CR]
wait:   ldr     r2, [r1, #SR]
        tst     r2, #1
        bne     wait
        and     r0, r2, #0x14           @ PGERR, WRPRTERR
        movs    r2, #0x34
        str     r2, [r1, #SR]
        movs    r2, #0
        str     r2, [r1, #CR]
        bx      lr

function ProgramPage
        .if     BROKEN == 2
        b       .
        .endif
        .if     BROKEN == 3
        sub     sp, sp, #0xFF0          @ the last 16 of 4096 bytes are watched
        push    {r0-r3}
        add     sp, sp, #0x1000
        .endif
        .if     BROKEN == 4
        movs    r0, #7
        bx      lr
        .endif
        push    {r4, lr}
        ldr     r3, =BASE
        movs    r4, #1
        str     r4, [r3, #CR]
1:      ldrh    r4, [r2], #2
        strh    r4, [r0], #2
2:      ldr     r4, [r3, #SR]
        tst     r4, #1
        bne     2b
        tst     r4, #0x14
        bne     3f
        subs    r1, r1, #2
        bhi     1b
3:      and     r0, r4, #0x14
        movs    r4, #0x34
        str     r4, [r3, #SR]
        movs    r4, #0
        str     r4, [r3, #CR]
        pop     {r4, pc}
        .pool

        .section DevDscr, "a"
        .global FlashDevice
        .type   FlashDevice, %object
FlashDevice:
        .hword  0x0101
name:   .ascii  "STM32F103xB, for tests"
        .space  128 - (. - name)
        .hword  1                       @ on chip
        .word   0x08000000, 0x20000, 1024, 0
        .byte   0xFF, 0, 0, 0
        .word   200, 300
        .word   1024, 0
        .word   -1, -1
