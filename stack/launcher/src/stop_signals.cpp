#include "orbbench/launcher/stop_signals.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "system_error.hpp"

namespace orbbench::launcher {
namespace {

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    sigaddset(&signals, number);
  }
  return signals;
}

}  // namespace

StopSignals::StopSignals() {
  const sigset_t signals = stop_signals();
  checked(pthread_sigmask(SIG_BLOCK, &signals, nullptr), "pthread_sigmask");
  signals_ = checked(signalfd(-1, &signals, SFD_CLOEXEC), "signalfd");
  wake_ = checked(eventfd(0, EFD_CLOEXEC), "eventfd");
  listener_ = std::jthread([this] { listen(); });
}

StopSignals::~StopSignals() {
  eventfd_write(wake_, 1);
  listener_.join();
  close(signals_);
  close(wake_);
}

void StopSignals::listen() {
  while (true) {
    std::array<pollfd, 2> watched{pollfd{signals_, POLLIN, 0}, pollfd{wake_, POLLIN, 0}};
    poll(watched.data(), watched.size(), -1);
    if (watched[1].revents != 0) {
      return;
    }
    signalfd_siginfo signal{};
    if (read(signals_, &signal, sizeof signal) != sizeof signal) {
      continue;
    }
    const int number = static_cast<int>(signal.ssi_signo);
    if (received_ != 0) {
      _exit(128 + number);
    }
    received_ = number;
    source_.request_stop();
  }
}

}  // namespace orbbench::launcher
