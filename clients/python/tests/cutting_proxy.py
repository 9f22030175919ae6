"""Stands between a client and a service, and cuts connections."""

from __future__ import annotations

import socket
import threading
from types import TracebackType
from urllib.parse import urlsplit


class CuttingProxy:
    """Passes bytes on while it is entered; of each answer so many, and then it cuts the connection."""

    def __init__(self, url: str, most: int) -> None:
        service = urlsplit(url)
        self._address = (service.hostname or "", service.port or 80)
        self._most = most
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self.cuts = 0

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            service = socket.create_connection(self._address)
            for source, target, most in ((client, service, None), (service, client, self._most)):
                threading.Thread(target=self._pass, args=(source, target, most), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, most: int | None) -> None:
        left = most
        try:
            while left is None or left > 0:
                some = source.recv(4096 if left is None else left)
                if not some:
                    break
                target.sendall(some)
                left = None if left is None else left - len(some)
            else:
                self.cuts += 1
        except OSError:
            pass
        for each in (source, target):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            each.close()

    def __enter__(self) -> CuttingProxy:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # A thread that accepts is woken by this, and by close alone it is not.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()
