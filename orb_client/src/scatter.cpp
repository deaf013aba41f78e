#include "orbbench/orb_client/scatter.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <system_error>
#include <thread>

#include "orbbench/orb_client/errors.hpp"

namespace orbbench::orb_client {
namespace {

constexpr std::size_t kMaxThreads = 64;

void check(std::size_t threads) {
  if (threads < 1 || threads > kMaxThreads) {
    throw ConfigError("calls on " + std::to_string(threads) +
                      " threads at once: 1 to 64 would be right");
  }
}

}  // namespace

void run_in_parallel(std::size_t count, std::size_t threads, Deadline deadline,
                     const std::function<void(std::size_t)>& task,
                     const std::function<void(std::size_t)>& late) {
  check(threads);
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    for (std::size_t index = next++; index < count; index = next++) {
      (deadline.expired() ? late : task)(index);
    }
  };
  std::vector<std::jthread> others;
  others.reserve(threads);
  try {
    for (std::size_t i = 1; i < std::min(threads, count); ++i) {
      others.emplace_back(work);
    }
  } catch (const std::system_error&) {
    // The machine has no more threads; those there are do the work of all.
  }
  work();
}

std::exception_ptr never_called() {
  return std::make_exception_ptr(
      TimeoutError({.operation = "scatter", .endpoint = "every endpoint", .exception = ""},
                   "the deadline passed before the call's turn came"));
}

}  // namespace orbbench::orb_client
