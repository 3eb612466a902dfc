# SPDX-License-Identifier: Apache-2.0
"""What a processor must store and load to move SWD pins, worked out from the chip makers' documents alone.

Reads a JSON list of scenarios from the file it is given, writes for each a JSON list of accesses in order:
  "W address value" a store, "R address" a load, "B" a barrier; addresses are those of the processor.
What a scenario asks for is in the words of the pins (drive, release, level); this file turns them into accesses. It shares nothing with the product.

Documents, and where each number is from:
  [2835]  BCM2835 ARM Peripherals, 6 February 2012 (the BCM2837 has the same block; its processor sees 0x7Ennnnnn at 0x3Fnnnnnn)
            1.3    barriers around accesses of a peripheral
            6.1    register view: GPFSEL0 0x00, GPSET0 0x1C, GPCLR0 0x28, GPLEV0 0x34, GPPUD 0x94, GPPUDCLK0 0x98
            6.1    table 6-2: three bits a pin, ten pins a word, 000 input, 001 output; GPPUD: 1 pull-down, 2 pull-up; the sequence
                   GPPUD, 150 cycles, GPPUDCLK, 150 cycles, GPPUD, GPPUDCLK
  [2711]  BCM2711 ARM Peripherals, 18 January 2022
            1.2.4  low peripherals mode: 0x7Ennnnnn is at 0xFEnnnnnn
            5.2    register view: the same, and GPIO_PUP_PDN_CNTRL_REG0 0xE4 (two bits a pin, sixteen pins a word, 01 pull-up)
  [RP1]   RP1 Peripherals, 7 November 2023
            2.3    address map: IO_BANK0 0x400D0000, SYS_RIO0 0x400E0000, PADS_BANK0 0x400F0000; the BCM2712 sees 0x40000000 at 0x1F00000000
            2.4    atomic access: +0x1000 XOR, +0x2000 SET, +0x3000 CLR
            3.1    GPIOn_CTRL at 8 n + 4: FUNCSEL in bits 4:0, 5 is SYS_RIO; pads GPIOn at 4 n + 4: OD 7, IE 6, PUE 3, PDE 2;
                   RIO: OUT 0x00, OE 0x04, IN 0x08
"""
import json
import sys


class Trace:
    def __init__(self, memory):
        self.lines = []
        self.memory = memory

    def store(self, address, value):
        self.lines.append(f"W {address:#x} {value:#x}")
        self.memory[address] = value

    def load(self, address):
        self.lines.append(f"R {address:#x}")
        return self.memory.get(address, 0)

    def barrier(self):
        self.lines.append("B")


class Bcm:
    """[2835] 6.1, [2711] 5.2."""

    def __init__(self, trace, base, legacy_pulls):
        self.t, self.base, self.legacy = trace, base, legacy_pulls

    def put(self, low, high):
        self.one(0x28, low)
        self.one(0x1C, high)

    def raise_(self, high):
        self.one(0x1C, high)

    def level(self):
        return self.t.load(self.base + 0x34)

    def drive(self, pins):
        self.select(pins, 0b001)

    def release(self, pins):
        self.select(pins, 0b000)

    def take(self, pins, pulled_up):
        self.release(pins)
        if self.legacy:
            for register, value in ((0x94, 2), (0x98, pulled_up), (0x94, 0), (0x98, 0)):
                self.one(register, value)
            return
        for word in range(2):
            mine = [pin for pin in range(word * 16, word * 16 + 16) if pulled_up >> pin & 1]
            if not mine:
                continue
            address = self.base + 0xE4 + 4 * word
            value = self.t.load(address)
            for pin in mine:
                value = value & ~(3 << 2 * (pin % 16)) | 1 << 2 * (pin % 16)
            self.t.store(address, value)
            self.t.barrier()

    def select(self, pins, function):
        for word in range(4):
            mine = [pin for pin in range(word * 10, min(word * 10 + 10, 32)) if pins >> pin & 1]
            if not mine:
                continue
            address = self.base + 4 * word
            value = self.t.load(address)
            for pin in mine:
                value = value & ~(7 << 3 * (pin % 10)) | function << 3 * (pin % 10)
            self.t.store(address, value)
            self.t.barrier()

    def one(self, register, value):
        self.t.store(self.base + register, value)
        self.t.barrier()


class Rp1:
    """[RP1] 2.3, 2.4, 3.1."""

    IO, RIO, PADS = 0x1F000D0000, 0x1F000E0000, 0x1F000F0000
    SET, CLR = 0x2000, 0x3000
    OUT, OE, IN = 0x00, 0x04, 0x08

    def __init__(self, trace):
        self.t = trace

    def put(self, low, high):
        self.one(self.OUT + self.CLR, low)
        self.one(self.OUT + self.SET, high)

    def raise_(self, high):
        self.one(self.OUT + self.SET, high)

    def level(self):
        return self.t.load(self.RIO + self.IN)

    def drive(self, pins):
        self.one(self.OE + self.SET, pins)

    def release(self, pins):
        self.one(self.OE + self.CLR, pins)

    def take(self, pins, pulled_up):
        self.release(pins)
        for pin in range(28):
            if not pins >> pin & 1:
                continue
            pad = self.PADS + 4 * pin + 4
            value = self.t.load(pad) & ~(1 << 7) | 1 << 6
            if pulled_up >> pin & 1:
                value = value & ~(1 << 2) | 1 << 3
            self.t.store(pad, value)
            self.t.barrier()
            control = self.IO + 8 * pin + 4
            self.t.store(control, self.t.load(control) & ~0x1F | 5)
            self.t.barrier()

    def one(self, register, value):
        self.t.store(self.RIO + register, value)
        self.t.barrier()


class Wire:
    """SWD on pins: SWCLK rests high between calls, data changes with its fall, levels are put before a pin becomes an output."""

    def __init__(self, block, scenario):
        self.b = block
        self.clock = 1 << scenario["swclk"]
        self.lanes = [1 << pin for pin in scenario["swdio"]]
        self.shifters = [1 << pin for pin in scenario["direction"]]
        self.reset = 0 if scenario["nreset"] is None else 1 << scenario["nreset"]
        self.gate = 0 if scenario["gate"] is None else 1 << scenario["gate"]
        self.driven = 0
        self.take()

    @property
    def all(self):
        return sum(self.lanes)

    @property
    def idle(self):
        return self.clock | sum(self.shifters) | self.gate

    def take(self):
        self.b.take(self.idle | self.all | self.reset, self.all)
        self.b.put(self.idle, 0)
        self.b.drive(self.idle)

    def pins(self, plane):
        return sum(pin for lane, pin in enumerate(self.lanes) if plane >> lane & 1)

    def directions(self, pins):
        return sum(shifter for pin, shifter in zip(self.lanes, self.shifters) if pins & pin)

    def turn(self, want, high):
        released, driven = self.driven & ~want, want & ~self.driven
        if not released and not driven:
            return
        if released:
            self.b.release(released)
        low = want & ~high | self.directions(released)
        up = want & high | self.directions(driven)
        if low or up:
            self.b.put(low, up)
        if driven:
            self.b.drive(driven)
        self.driven = want

    def step_clock(self, lanes, phases, drive):
        planes = iter(drive)
        mine = self.pins(lanes)
        for kind, cycles in phases:
            levels = [self.pins(next(planes)) & mine if kind == "Drive" else None for _ in range(cycles)]
            self.turn(self.all if kind == "Drive" else self.all & ~mine, levels[0] or 0)
            for level in levels:
                if kind == "Drive":
                    self.b.put(self.all & ~level | self.clock, level)
                else:
                    self.b.put(self.clock, 0)
                if kind == "Sample":
                    self.b.level()
                self.b.raise_(self.clock)

    def step_driven(self, high):
        levels = self.all if high else 0
        self.turn(self.all, levels)
        self.b.put(self.all & ~levels, levels)
        self.b.level()

    def step_released(self):
        self.turn(0, 0)
        self.b.level()

    def step_reset(self, low):
        if self.gate:
            self.b.put(0 if low else self.gate, self.gate if low else 0)
        elif low:
            self.b.put(self.reset, 0)
            self.b.drive(self.reset)
        else:
            self.b.release(self.reset)

    def step_sample_reset(self):
        self.b.level()

    def step_close(self):
        self.b.release((self.idle | self.all | self.reset) & ~self.clock)
        self.b.release(self.clock)


def run(scenario):
    trace = Trace({int(address, 0): value for address, value in scenario["memory"].items()})
    chip = scenario["chip"]
    block = Rp1(trace) if chip == "rp1" else Bcm(trace, {"bcm2837": 0x3F200000, "bcm2711": 0xFE200000}[chip], chip == "bcm2837")
    wire = Wire(block, scenario)
    for step in scenario["steps"]:
        arguments = {name: value for name, value in step.items() if name != "do"}
        getattr(wire, "step_" + step["do"])(**arguments)
    return trace.lines


with open(sys.argv[1], encoding="utf-8") as scenarios:
    json.dump([run(scenario) for scenario in json.load(scenarios)], sys.stdout)
