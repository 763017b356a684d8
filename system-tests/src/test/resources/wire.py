"""Listens on all wires of a network namespace, and forges frames of the lanes that it hears. For tests of what goes between hosts; needs root.

wire.py AGENT WORD... says "listening", listens until its standard input ends, then writes a line for each way of each TCP connection, and what it has sent:
    flow PORT PORT FIRST-BYTES-IN-HEX BYTES WORDS-FOUND
    replayed N      datagrams as they were heard
    forged N        frames under a session of its own, to others than the agent's address
"""
import ctypes
import select
import socket
import struct
import sys

SSH = 22
MOST_BYTES = 1 << 20
FORGERIES = 20
TCP, UDP = 6, 17
DATA, SETUP = 1, 5  # types of Aeron's frames
MAGIC = struct.pack("<H", 0x5746)  # a lane's frame begins so, behind Aeron's header
AERON_HEADER = 32


def listener(protocol):
    """Of IPv4 packets of a protocol, on all interfaces, also of those that a bridge only passes on; the kernel drops the others (classic BPF)."""
    code = struct.pack("=HBBI", 0x28, 0, 0, 12)  # the two bytes at 12: what is in the frame
    code += struct.pack("=HBBI", 0x15, 0, 3, 0x0800)  # where it is IPv4 the next, else the last
    code += struct.pack("=HBBI", 0x30, 0, 0, 23)  # the byte at 23: the protocol
    code += struct.pack("=HBBI", 0x15, 0, 1, protocol)
    code += struct.pack("=HBBI", 0x06, 0, 0, 0xFFFF) + struct.pack("=HBBI", 0x06, 0, 0, 0)
    program = ctypes.create_string_buffer(code, len(code))
    every_protocol = 0x0003
    sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(every_protocol))
    sock.setsockopt(socket.SOL_SOCKET, 26, struct.pack("HL", 6, ctypes.addressof(program)))  # SO_ATTACH_FILTER
    sock.setsockopt(socket.SOL_SOCKET, 33, 64 << 20)  # SO_RCVBUFFORCE
    return sock


def packet(raw):
    """Source, destination and what follows the IP header."""
    ip = raw[14:]
    length = struct.unpack(">H", ip[2:4])[0]
    return socket.inet_ntoa(ip[12:16]), socket.inet_ntoa(ip[16:20]), ip[(ip[0] & 15) * 4 : length]


class Flows:
    """What goes each way of each TCP connection, from its beginning."""

    def __init__(self):
        self.parts = {}

    def add(self, raw):
        source, destination, segment = packet(raw)
        ports = struct.unpack(">HH", segment[:4])
        sequence = struct.unpack(">I", segment[4:8])[0]
        payload = segment[(segment[12] >> 4) * 4 :]
        parts = self.parts.setdefault((source, destination) + ports, {})
        if payload and sum(map(len, parts.values())) < (200 if SSH in ports else MOST_BYTES):
            parts.setdefault(sequence, payload)

    def tell(self, words):
        for (_, _, source, destination), parts in self.parts.items():
            text = b"".join(parts[at] for at in sorted(parts))
            if text:
                print("flow", source, destination, text[:8].hex(), len(text), sum(text.count(word) for word in words))


class Forger:
    """Sends a heard frame again as it is, and under a session of its own."""

    def __init__(self, agent):
        self.agent = agent
        self.sender = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
        self.setups = {}
        self.replayed = self.forged = 0

    def hear(self, raw):
        _, destination, datagram = packet(raw)
        ports, payload = struct.unpack(">HH", datagram[:4]), datagram[8:]
        if self.forged or destination == self.agent or len(payload) < AERON_HEADER:
            return
        length, _, _, kind = struct.unpack("<iBBH", payload[:8])
        lane = (destination,) + struct.unpack("<ii", payload[12:20])
        if kind == SETUP:
            self.setups[lane] = payload
        elif kind == DATA and payload[AERON_HEADER:][:2] == MAGIC and lane in self.setups:
            self.send(destination, ports, payload)
            self.replayed += 1
            self.forge(destination, ports, self.setups[lane], payload[:length])

    def forge(self, destination, ports, setup, frame):
        session = struct.unpack("<i", setup[12:16])[0] ^ 0x5A5A5000
        term = setup[20:24]  # the one that it begins with
        self.send(destination, ports, setup[:8] + struct.pack("<ii", 0, session) + setup[16:20] + term + term + setup[28:])
        offset = 0
        for _ in range(FORGERIES):
            select.select([], [], [], 0.01)  # the receiver makes room for a stream that is new to it
            self.send(destination, ports, frame[:8] + struct.pack("<ii", offset, session) + frame[16:20] + term + frame[24:])
            offset += (len(frame) + 31) // 32 * 32
            self.forged += 1

    def send(self, destination, ports, payload):
        self.sender.sendto(struct.pack(">HHHH", *ports, 8 + len(payload), 0) + payload, (destination, 0))


def main():
    flows, forger = Flows(), Forger(sys.argv[1])
    tcp, udp = listener(TCP), listener(UDP)
    print("listening", flush=True)
    while True:
        ready, _, _ = select.select([tcp, udp, sys.stdin], [], [])
        if tcp in ready:
            flows.add(tcp.recv(1 << 16))
        elif udp in ready:
            forger.hear(udp.recv(1 << 16))
        elif not sys.stdin.buffer.read1(1):
            break
    flows.tell([word.encode() for word in sys.argv[2:]])
    print("replayed", forger.replayed)
    print("forged", forger.forged)


main()
