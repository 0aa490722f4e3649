"""Processes on this machine that calculate and render; they end with the process that started them."""

import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import active_children, get_context, parent_process


def local_processes(number: int) -> ProcessPoolExecutor:
    """An executor of so many fresh processes: a fork would share threads that hold locks."""
    return ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=_prepare)


def end_all() -> None:
    """End the processes without waiting for what they make."""
    for child in active_children():
        child.terminate()


def _prepare() -> None:
    """Leave Ctrl-C to the process that started this one, and end when that is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
