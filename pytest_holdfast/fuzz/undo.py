"""What an import may change in the interpreter, as it was before."""

import builtins
import faulthandler
import gc
import locale
import os
import signal
import sys
import types

_FATAL = (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGFPE, signal.SIGILL)


class Interpreter:
    """Its functions, as those who use them have to find them, and its settings."""

    def __init__(self):
        self._names = vars(builtins)
        self._builtins = dict(self._names)
        self._imported = dict(sys.modules)
        self._modules = [
            (vars(each), dict(vars(each))) for each in self._imported.values() if type(each) is types.ModuleType
        ]
        self._lists = [(name, getattr(sys, name), list(getattr(sys, name))) for name in ("path", "meta_path", "path_hooks")]
        self._callbacks = gc.callbacks, list(gc.callbacks)
        self._collects = gc.isenabled(), gc.get_threshold()
        self._handlers = {number: signal.getsignal(number) for number in signal.valid_signals()}
        self._mask = signal.pthread_sigmask(signal.SIG_BLOCK, ())
        self._limit, self._interval = sys.getrecursionlimit(), sys.getswitchinterval()
        self._digits = sys.get_int_max_str_digits() if hasattr(sys, "get_int_max_str_digits") else None
        self._umask = os.umask(0o22)
        os.umask(self._umask)
        self._locale = locale.setlocale(locale.LC_ALL)

    def restore(self):
        self._names.update(self._builtins)  # first, and without any of them
        sys.setrecursionlimit(self._limit)
        sys.modules.update(self._imported)
        for names, before in self._modules:
            for name, value in before.items():
                # Not caches and flags, which an import may set.
                if names.get(name) is not value and (callable(value) or type(value) is types.ModuleType):
                    names[name] = value
        for name, known, before in self._lists:
            now = getattr(sys, name, None)
            now = list(now) if isinstance(now, list) else []
            known[:] = now + [each for each in before if each not in now]
            setattr(sys, name, known)
        self._restore_settings()

    def _restore_settings(self):
        callbacks, before = self._callbacks
        callbacks[:] = before
        gc.set_debug(0)
        enabled, threshold = self._collects
        gc.set_threshold(*threshold)
        (gc.enable if enabled else gc.disable)()
        sys.setswitchinterval(self._interval)
        if self._digits is not None:
            sys.set_int_max_str_digits(self._digits)
        os.umask(self._umask)
        try:
            locale.setlocale(locale.LC_ALL, self._locale)
        except locale.Error:
            pass
        self._restore_signals()

    def _restore_signals(self):
        faulthandler.cancel_dump_traceback_later()
        faulthandler.disable()
        for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
            signal.setitimer(timer, 0)
        for number, handler in self._handlers.items():
            if signal.getsignal(number) is handler and number not in _FATAL:
                continue
            try:
                signal.signal(number, signal.SIG_DFL if handler is None or number in _FATAL else handler)
            except (OSError, ValueError):
                continue
        signal.pthread_sigmask(signal.SIG_SETMASK, self._mask)
