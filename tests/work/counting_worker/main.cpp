// orbbench_counting_worker CONNECTION NAME LEASE_MS go|hold: does items, whose result is their
// payload, until it is killed. With `hold`, each is held until SIGUSR1. Tells each step in one
// line: "leased 3", then "done 3", or "fenced 3" where the item was no longer its own.

#include <chrono>
#include <csignal>
#include <iostream>
#include <optional>
#include <string>
#include <thread>

#include "orbbench/work/queue.hpp"

namespace {

using namespace orbbench::work;
using std::chrono::milliseconds;

constexpr milliseconds kPause{5};

enum class Holding { Off, UntilSignal };

struct Options {
  std::string connection;
  std::string name;
  milliseconds lease;
  Holding holding;
};

void tell(const std::string& step, const LeasedItem& item) {
  std::cout << step + " " + std::to_string(item.ordinal) + "\n" << std::flush;
}

void await_signal(const sigset_t& signals) {
  int received = 0;
  sigwait(&signals, &received);
}

/// Whether there was an item.
bool do_one(Queue& queue, const Options& options, const sigset_t& signals) {
  const std::optional<LeasedItem> item = queue.lease(options.name, options.lease);
  if (!item) {
    return false;
  }
  tell("leased", *item);
  if (options.holding == Holding::UntilSignal) {
    await_signal(signals);
  }
  tell(queue.finish(*item, {item->payload, {}}) ? "done" : "fenced", *item);
  return true;
}

[[noreturn]] void work_on(const Options& options, const sigset_t& signals) {
  Queue queue(options.connection);
  for (;;) {
    bool found = false;
    try {
      found = do_one(queue, options, signals);
    } catch (const orbbench::store::StoreUnavailable& error) {
      std::cerr << options.name << ": " << error.what() << '\n';  // it comes back
    }
    if (!found) {
      std::this_thread::sleep_for(kPause);
    }
  }
}

}  // namespace

int main(int count, char** arguments) {
  constexpr int kArguments = 5;
  if (count != kArguments) {
    std::cerr << "usage: orbbench_counting_worker CONNECTION NAME LEASE_MS go|hold\n";
    return 64;
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGUSR1);
  sigprocmask(SIG_BLOCK, &signals, nullptr);
  work_on({arguments[1], arguments[2], milliseconds(std::stoi(arguments[3])),
           arguments[4] == std::string("hold") ? Holding::UntilSignal : Holding::Off},
          signals);
}
