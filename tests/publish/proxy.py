"""Stands before a server and fails on demand: proxy.py PORT SERVER_PORT FILE, where FILE says how, and may change.

    none        nothing fails
    cut P       a connection ends with this probability before what the client sends is passed on
    deaf P      the same before what the server answers is passed on
    busy P      the answer is 503 with this probability, and the request is not passed on
    slow S      what the client sends is passed on after so many seconds
"""

import pathlib
import random
import socket
import sys
import threading
import time

BUSY = b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def mode():
    words = pathlib.Path(sys.argv[3]).read_text().split()
    return (words or ["none"])[0], float((words + ["0", "0"])[1])


def close(*connections):
    for connection in connections:
        try:
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def carry(source, sink, is_request):
    try:
        while piece := source.recv(65536):
            kind, much = mode()
            is_hit = random.random() < much
            if is_hit and kind == ("cut" if is_request else "deaf"):
                break
            if is_hit and kind == "busy" and is_request:
                source.sendall(BUSY)
                break
            if kind == "slow" and is_request:
                time.sleep(much)
            sink.sendall(piece)
    except OSError:
        pass
    close(source, sink)


listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
while True:
    client, _ = listener.accept()
    try:
        server = socket.create_connection(("127.0.0.1", int(sys.argv[2])))
    except OSError:
        close(client)
        continue
    for way in ((client, server, True), (server, client, False)):
        threading.Thread(target=carry, args=way, daemon=True).start()
