@ SPDX-License-Identifier: Apache-2.0
@ An external loader for a memory of 64 MiB on OCTOSPI (RM0468, section 25; MX25LM51245G). EDGES = 0: single mode; 1: octal mode at one edge; 2: octal mode at
@ both. Whatever mode the memory is in at first, it is reset out of it.
        .syntax unified
        .cpu    cortex-m3
        .thumb
        .equ    BASE, 0x52005000
        .equ    ENABLE, 0x580244D4
        .equ    CR, 0x00
        .equ    DCR1, 0x08
        .equ    DCR2, 0x0C
        .equ    SR, 0x20
        .equ    FCR, 0x24
        .equ    DLR, 0x40
        .equ    AR, 0x48
        .equ    DR, 0x50
        .equ    PSMKR, 0x80
        .equ    PSMAR, 0x88
        .equ    PIR, 0x90
        .equ    CCR, 0x100
        .equ    TCR, 0x108
        .equ    IR, 0x110
        .equ    WRITES, 0x00400001      @ status polling stops at a match, enabled; indirect write
        .equ    READS, 0x10400001
        .equ    POLLS, 0x20400001
        .equ    MAPS, 0x30400001
        .equ    WINDOW, 0x90000000

@ CCR: instruction alone, with address, with address and data, with data; and what instructions and dummy clocks are in each mode.
        .equ    ONE, 0x00000001         @ one line
        .equ    EIGHT, 0x00000014       @ eight lines, two bytes
        .equ    EIGHT2, 0x0000001C      @ the same at both edges
        .if     EDGES == 0
        .equ    PLAIN, ONE
        .equ    ADDRESS, 0x00003101
        .equ    BOTH, 0x01003101
        .equ    STATUS, 0x01000001
        .equ    I_WREN, 0x06
        .equ    I_STATUS, 0x05
        .equ    I_ERASE, 0xDC
        .equ    I_PROGRAM, 0x12
        .equ    I_READ, 0x0C
        .equ    D_STATUS, 0
        .equ    D_READ, 8
        .equ    STATUS_BYTES, 1
        .else
        .if     EDGES == 1
        .equ    PLAIN, EIGHT
        .equ    ADDRESS, 0x00003414
        .equ    BOTH, 0x04003414
        .equ    I_READ, 0xEC13
        .equ    D_STATUS, 4
        .equ    STATUS_BYTES, 1
        .else
        .equ    PLAIN, EIGHT2
        .equ    ADDRESS, 0x00003C1C
        .equ    BOTH, 0x0C003C1C
        .equ    I_READ, 0xEE11
        .equ    D_STATUS, 5
        .equ    STATUS_BYTES, 2
        .endif
        .equ    STATUS, BOTH
        .equ    I_WREN, 0x06F9
        .equ    I_STATUS, 0x05FA
        .equ    I_ERASE, 0xDC23
        .equ    I_PROGRAM, 0x12ED
        .equ    D_READ, 20
        .endif

        .macro  function name
        .global \name
        .type   \name, %function
        .thumb_func
\name:
        .endm

        .text
@ r4 = OCTOSPI from here on.
base:   ldr     r4, =BASE
        bx      lr

@ Ends whatever is going on; indirect writes from here on. Uses r3.
quiet:  ldr     r3, =(WRITES | 2)
        str     r3, [r4, #CR]
1:      ldr     r3, [r4, #SR]
        tst     r3, #0x20
        bne     1b
        ldr     r3, =WRITES
        str     r3, [r4, #CR]
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

@ r0 instruction, r1 its form: an instruction alone. Uses r3.
single: push    {lr}
        str     r1, [r4, #CCR]
        movs    r3, #0
        str     r3, [r4, #TCR]
        str     r0, [r4, #IR]
        bl      ended
        pop     {pc}

@ Out of any mode. Uses r0, r1, r3.
reset:  push    {lr}
        ldr     r1, =EIGHT2
        bl      pair
        ldr     r1, =EIGHT
        bl      pair
        movs    r1, #ONE
        movs    r0, #0x66
        bl      single
        movs    r0, #0x99
        bl      single
        pop     {pc}
pair:   push    {lr}
        ldr     r0, =0x6699
        bl      single
        ldr     r0, =0x9966
        bl      single
        pop     {pc}

@ Write enable. Uses r0, r1, r3.
enable: push    {lr}
        ldr     r0, =I_WREN
        ldr     r1, =PLAIN
        bl      single
        pop     {pc}

@ Waits until the memory is not busy. Uses r3.
ready:  push    {lr}
        movs    r3, #1
        str     r3, [r4, #PSMKR]
        movs    r3, #0
        str     r3, [r4, #PSMAR]
        movs    r3, #(STATUS_BYTES - 1)
        str     r3, [r4, #DLR]
        movs    r3, #16
        str     r3, [r4, #PIR]
        ldr     r3, =POLLS
        str     r3, [r4, #CR]
        ldr     r3, =STATUS
        str     r3, [r4, #CCR]
        movs    r3, #D_STATUS
        str     r3, [r4, #TCR]
        ldr     r3, =I_STATUS
        str     r3, [r4, #IR]
        .if     EDGES
        movs    r3, #0
        str     r3, [r4, #AR]
        .endif
1:      ldr     r3, [r4, #SR]
        tst     r3, #8
        beq     1b
        movs    r3, #0x1B
        str     r3, [r4, #FCR]
        ldr     r3, =WRITES
        str     r3, [r4, #CR]
        pop     {pc}

@ Status, one byte, where the memory is in its mode: r0 = 0 when a write is enabled. Uses r3.
enabled:
        push    {lr}
        movs    r3, #(STATUS_BYTES - 1)
        str     r3, [r4, #DLR]
        ldr     r3, =READS
        str     r3, [r4, #CR]
        ldr     r3, =STATUS
        str     r3, [r4, #CCR]
        movs    r3, #D_STATUS
        str     r3, [r4, #TCR]
        ldr     r3, =I_STATUS
        str     r3, [r4, #IR]
        .if     EDGES
        movs    r3, #0
        str     r3, [r4, #AR]
        .endif
        bl      ended
        ldrb    r0, [r4, #DR]
        .if     STATUS_BYTES == 2
        ldrb    r3, [r4, #DR]
        .endif
        and     r0, r0, #2
        eor     r0, r0, #2
        ldr     r3, =WRITES
        str     r3, [r4, #CR]
        pop     {pc}

function Init
        push    {r4, lr}
        ldr     r3, =ENABLE
        ldr     r2, [r3]
        orr     r2, r2, #(1 << 14)
        str     r2, [r3]
        ldr     r2, [r3]
        bl      base
        bl      quiet
        ldr     r3, =0x01190000         @ 2^26 bytes, of this maker's order
        str     r3, [r4, #DCR1]
        movs    r3, #1
        str     r3, [r4, #DCR2]
        bl      reset
        .if     EDGES
        movs    r0, #0x06               @ write enable on one line, then the mode into configuration register 2
        movs    r1, #ONE
        bl      single
        movs    r3, #0
        str     r3, [r4, #DLR]
        ldr     r3, =0x01003101
        str     r3, [r4, #CCR]
        movs    r3, #0x72
        str     r3, [r4, #IR]
        movs    r3, #0
        str     r3, [r4, #AR]
        movs    r3, #EDGES
        strb    r3, [r4, #DR]
        bl      ended
        .endif
        bl      map
        movs    r0, #1
        pop     {r4, pc}

map:    ldr     r3, =BOTH
        str     r3, [r4, #CCR]
        movs    r3, #D_READ
        str     r3, [r4, #TCR]
        ldr     r3, =I_READ
        str     r3, [r4, #IR]
        ldr     r3, =MAPS
        str     r3, [r4, #CR]
        bx      lr

function SectorErase
        push    {r4-r6, lr}
        sub     r5, r0, #WINDOW
        sub     r6, r1, #WINDOW
        bl      base
        bl      quiet
        lsr     r5, r5, #16
        lsl     r5, r5, #16
1:      bl      enable
        bl      enabled
        cmp     r0, #0
        bne     9f
        ldr     r3, =ADDRESS
        str     r3, [r4, #CCR]
        movs    r3, #0
        str     r3, [r4, #TCR]
        ldr     r3, =I_ERASE
        str     r3, [r4, #IR]
        str     r5, [r4, #AR]
        bl      ended
        bl      ready
        add     r5, r5, #0x10000
        cmp     r5, r6
        bls     1b
        movs    r0, #1
        pop     {r4-r6, pc}
9:      movs    r0, #0
        pop     {r4-r6, pc}

function Write
        push    {r4-r7, lr}
        sub     r5, r0, #WINDOW
        mov     r6, r1
        mov     r7, r2
        bl      base
        bl      quiet
1:      cmp     r6, #0
        beq     8f
        bl      enable
        bl      enabled
        cmp     r0, #0
        bne     9f
        and     r2, r5, #255
        rsb     r2, r2, #256
        cmp     r2, r6
        it      hi
        movhi   r2, r6
        subs    r3, r2, #1
        str     r3, [r4, #DLR]
        ldr     r3, =BOTH
        str     r3, [r4, #CCR]
        movs    r3, #0
        str     r3, [r4, #TCR]
        ldr     r3, =I_PROGRAM
        str     r3, [r4, #IR]
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
8:      movs    r0, #1
        pop     {r4-r7, pc}
9:      movs    r0, #0
        pop     {r4-r7, pc}
        .pool

        .section .Dev_info, "a"
        .global StorageInfo
        .type   StorageInfo, %object
StorageInfo:
name:   .ascii  "MX25LM51245G on OCTOSPI, for tests"
        .space  100 - (. - name)
        .hword  7, 0
        .word   WINDOW, 0x4000000, 256
        .byte   0xFF, 0, 0, 0
        .word   1024, 0x10000, 0, 0
        .space  StorageInfo + 200 - .
