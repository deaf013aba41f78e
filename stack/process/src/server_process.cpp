#include "orbbench/process/server_process.hpp"

#include <pthread.h>
#include <sodium.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <future>
#include <iostream>

namespace orbbench::process {
namespace {

constexpr int kCannotServe = 3;
constexpr std::chrono::seconds kLongestEnd{5};

}  // namespace

StopSignals::StopSignals() {
  sigemptyset(&signals_);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    sigaddset(&signals_, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void StopSignals::wait() const {
  int signal = 0;
  sigwait(&signals_, &signal);
}

void announce_ready(const nlohmann::json& facts) {
  std::cout << "READY " << facts.dump() << std::endl;
}

void stop_in_time(const std::function<void()>& stop, const std::function<void()>& cut_off) {
  auto stopped = std::async(std::launch::async, stop);
  if (stopped.wait_for(kLongestEnd) == std::future_status::timeout) {
    cut_off();
    std::_Exit(EXIT_SUCCESS);
  }
  stopped.get();
}

int run_server(const std::string& program, const std::function<int()>& serve) {
  if (sodium_init() < 0) {
    std::cerr << program << ": libsodium finds no source of randomness\n";
    return kCannotServe;
  }
  try {
    return serve();
  } catch (const std::exception& error) {
    std::cerr << program << ": " << error.what() << '\n';
    return kCannotServe;
  }
}

}  // namespace orbbench::process
