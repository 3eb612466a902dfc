@ SPDX-License-Identifier: Apache-2.0
@ A loader for a memory of 16 MiB on QUADSPI (RM0385, section 14; N25Q128A), in the form of a pack (FORM = 1) or of an external loader (FORM = 2).
@ BASE is that of QUADSPI, ENABLE and ENABLE_BIT switch its clock on. READS = 1: the memory is not mapped, there is a function Read. DUMMY: dummy clocks
@ of the mapping; 10 are right.
        .syntax unified
        .cpu    cortex-m3
        .thumb
        .equ    CR, 0x00
        .equ    DCR, 0x04
        .equ    SR, 0x08
        .equ    FCR, 0x0C
        .equ    DLR, 0x10
        .equ    CCR, 0x14
        .equ    AR, 0x18
        .equ    DR, 0x20
        .equ    PSMKR, 0x24
        .equ    PSMAR, 0x28
        .equ    PIR, 0x2C
        .equ    ON, 0x01400001          @ half the clock, status polling stops at a match, enabled
        .equ    WREN, 0x106
        .equ    READ_STATUS, 0x05000105
        .equ    POLL_STATUS, 0x09000105
        .equ    ERASE_64K, 0x25D8
        .equ    QUAD_PROGRAM, 0x03002532
        .equ    QUAD_READ, 0x0720256B     @ 1-1-4, eight dummy clocks
        .equ    MAPPED, 0x0F002DEB | (DUMMY << 18)
        .equ    WINDOW, 0x90000000

        .macro  function name
        .global \name
        .type   \name, %function
        .thumb_func
\name:
        .endm

        .if     FORM == 1
        .section PrgCode, "ax"
        .else
        .text
        .endif

@ r4 = QUADSPI from here on.
base:   ldr     r4, =BASE
        bx      lr

@ Takes the memory out of the window and waits until nothing is under way. Uses r3.
quiet:  ldr     r3, [r4, #CR]
        orr     r3, r3, #2
        str     r3, [r4, #CR]
1:      ldr     r3, [r4, #CR]
        tst     r3, #2
        bne     1b
2:      ldr     r3, [r4, #SR]
        tst     r3, #0x20
        bne     2b
        movs    r3, #0x1B
        str     r3, [r4, #FCR]
        bx      lr

@ Waits for the end of a transfer. Uses r3.
ended:  ldr     r3, [r4, #SR]
        tst     r3, #2
        beq     ended
        movs    r3, #0x1B
        str     r3, [r4, #FCR]
        bx      lr

@ Write enable, and a look whether the memory took it: r0 = 0 when it did. Uses r3.
enable: push    {lr}
        ldr     r3, =WREN
        str     r3, [r4, #CCR]
        bl      ended
        movs    r3, #0
        str     r3, [r4, #DLR]
        ldr     r3, =READ_STATUS
        str     r3, [r4, #CCR]
        bl      ended
        ldrb    r0, [r4, #DR]
        and     r0, r0, #2
        eor     r0, r0, #2
        pop     {pc}

@ Waits until the memory is not busy. Uses r3.
ready:  movs    r3, #1
        str     r3, [r4, #PSMKR]
        movs    r3, #0
        str     r3, [r4, #PSMAR]
        str     r3, [r4, #DLR]
        movs    r3, #16
        str     r3, [r4, #PIR]
        ldr     r3, =POLL_STATUS
        str     r3, [r4, #CCR]
1:      ldr     r3, [r4, #SR]
        tst     r3, #8
        beq     1b
        movs    r3, #0x1B
        str     r3, [r4, #FCR]
        bx      lr

@ Clock and controller on, and the memory at rest.
set_up: push    {lr}
        ldr     r3, =ENABLE
        ldr     r2, [r3]
        orr     r2, r2, #(1 << ENABLE_BIT)
        str     r2, [r3]
        ldr     r2, [r3]
        bl      base
        bl      quiet
        ldr     r3, =0x00170000         @ 2^24 bytes
        str     r3, [r4, #DCR]
        ldr     r3, =ON
        str     r3, [r4, #CR]
        pop     {pc}

map:    ldr     r3, =MAPPED
        str     r3, [r4, #CCR]
        bx      lr

@ r5 = offset of a sector: r0 = 0 when it is erased.
erase:  push    {lr}
        bl      enable
        cmp     r0, #0
        bne     9f
        ldr     r3, =ERASE_64K
        str     r3, [r4, #CCR]
        str     r5, [r4, #AR]
        bl      ended
        bl      ready
        movs    r0, #0
9:      pop     {pc}

@ r5 offset, r6 bytes, r7 data: r0 = 0 when they are programmed.
program:
        push    {lr}
1:      movs    r0, #0
        cmp     r6, #0
        beq     9f
        bl      enable
        cmp     r0, #0
        bne     9f
        and     r2, r5, #255
        rsb     r2, r2, #256            @ up to the end of the page
        cmp     r2, r6
        it      hi
        movhi   r2, r6
        subs    r3, r2, #1
        str     r3, [r4, #DLR]
        ldr     r3, =QUAD_PROGRAM
        str     r3, [r4, #CCR]
        str     r5, [r4, #AR]
        add     r5, r5, r2
        sub     r6, r6, r2
2:      ldrb    r3, [r7], #1
        strb    r3, [r4, #DR]
        subs    r2, r2, #1
        bne     2b
        bl      ended
        bl      ready
        b       1b
9:      pop     {pc}

        .if     FORM == 1
@ What Init was told is kept, so that a function that is called without it fails: data of the loader's own, found by R9.
function Init
        push    {r4, lr}
        str     r2, [r9]
        ldr     r0, [r9, #4]
        ldr     r1, =0x51504953         @ what the file has there
        subs    r0, r0, r1
        bne     9f
        bl      set_up
        ldr     r2, [r9]
        cmp     r2, #3
        it      eq
        bleq    map
        movs    r0, #0
9:      pop     {r4, pc}

function UnInit
        push    {r4, lr}
        ldr     r1, [r9]
        subs    r0, r0, r1              @ not what was begun
        bne     9f
        str     r0, [r9]
        bl      base
        cmp     r1, #3
        beq     9f                      @ stays mapped for the debugger
        bl      quiet
9:      pop     {r4, pc}

function EraseSector
        push    {r4, r5, lr}
        ldr     r1, [r9]
        cmp     r1, #1
        bne     9f
        sub     r5, r0, #WINDOW
        bl      base
        bl      erase
9:      pop     {r4, r5, pc}

function ProgramPage
        push    {r4-r7, lr}
        ldr     r3, [r9]
        cmp     r3, #2
        bne     9f
        sub     r5, r0, #WINDOW
        mov     r6, r1
        mov     r7, r2
        bl      base
        bl      program
9:      pop     {r4-r7, pc}
        .pool

        .section PrgData, "aw"
        .word   0, 0x51504953

        .section DevDscr, "a"
        .global FlashDevice
        .type   FlashDevice, %object
FlashDevice:
        .hword  0x0101
name:   .ascii  "N25Q128A on QUADSPI, for tests"
        .space  128 - (. - name)
        .hword  5                       @ external, by SPI
        .word   WINDOW, 0x1000000, 256, 0
        .byte   0xFF, 0, 0, 0
        .word   50, 6000
        .word   0x10000, 0
        .word   -1, -1
        .else
function Init
        push    {r4, lr}
        bl      set_up
        .if     READS == 0
        bl      map
        .endif
        movs    r0, #1
        pop     {r4, pc}

function SectorErase
        push    {r4-r6, lr}
        sub     r5, r0, #WINDOW
        sub     r6, r1, #WINDOW
        bl      base
        bl      quiet
        lsr     r5, r5, #16
        lsl     r5, r5, #16
1:      bl      erase
        cmp     r0, #0
        bne     9f
        add     r5, r5, #0x10000
        cmp     r5, r6
        bls     1b
9:      rsbs    r0, r0, #1
        it      mi
        movmi   r0, #0
        pop     {r4-r6, pc}

function Write
        push    {r4-r7, lr}
        sub     r5, r0, #WINDOW
        mov     r6, r1
        mov     r7, r2
        bl      base
        bl      quiet
        bl      program
        rsbs    r0, r0, #1
        it      mi
        movmi   r0, #0
        pop     {r4-r7, pc}

        .if     READS
function Read
        push    {r4, lr}
        bl      base
        sub     r0, r0, #WINDOW
        subs    r3, r1, #1
        str     r3, [r4, #DLR]
        ldr     r3, =QUAD_READ
        str     r3, [r4, #CCR]
        str     r0, [r4, #AR]
1:      ldrb    r3, [r4, #DR]
        strb    r3, [r2], #1
        subs    r1, r1, #1
        bne     1b
        bl      ended
        movs    r0, #1
        pop     {r4, pc}
        .endif
        .pool

        .section .Dev_info, "a"
        .global StorageInfo
        .type   StorageInfo, %object
StorageInfo:
name:   .ascii  "N25Q128A on QUADSPI, for tests"
        .space  100 - (. - name)
        .hword  7, 0                    @ flash on SPI
        .word   WINDOW, 0x1000000, 256
        .byte   0xFF, 0, 0, 0
        .word   256, 0x10000, 0, 0
        .space  StorageInfo + 200 - .
        .endif
