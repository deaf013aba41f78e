#include "name_lookup.hpp"

#include <netdb.h>

#include <condition_variable>
#include <cstring>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace orbbench::metrics {
namespace {

constexpr std::size_t kMostLeftBehind = 4;

std::vector<SocketAddress> ask_library(const std::string& host, const std::string& port,
                                       int flags) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* list = nullptr;
  if (const int fault = getaddrinfo(host.c_str(), port.c_str(), &hints, &list); fault != 0) {
    throw TransferError("cannot look up host " + host + ": " + gai_strerror(fault));
  }
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list, &freeaddrinfo);
  std::vector<SocketAddress> addresses;
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    SocketAddress& address = addresses.emplace_back();
    std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
    address.length = entry->ai_addrlen;
  }
  return addresses;
}

bool is_numeric(const std::string& host) {
  addrinfo hints{};
  hints.ai_flags = AI_NUMERICHOST;
  addrinfo* list = nullptr;
  if (getaddrinfo(host.c_str(), nullptr, &hints, &list) != 0) {
    return false;
  }
  freeaddrinfo(list);
  return true;
}

/// One look-up on a thread of its own, which its destructor waits for.
class LookUp {
 public:
  explicit LookUp(Resolve resolve) : thread_([this, work = std::move(resolve)] { run(work); }) {}

  bool wait_until(TransferDeadline::Clock::time_point end) {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, end, [this] { return done_; });
  }

  /// Once it is done.
  std::vector<SocketAddress> take() {
    const std::lock_guard lock(mutex_);
    if (fault_) {
      std::rethrow_exception(fault_);
    }
    return std::move(addresses_);
  }

 private:
  void run(const Resolve& resolve) {
    std::vector<SocketAddress> addresses;
    std::exception_ptr fault;
    try {
      addresses = resolve();
    } catch (...) {
      fault = std::current_exception();  // rethrown by take()
    }
    const std::lock_guard lock(mutex_);
    addresses_ = std::move(addresses);
    fault_ = fault;
    done_ = true;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  std::vector<SocketAddress> addresses_;
  std::exception_ptr fault_;
  std::jthread thread_;  // last: it uses all of the above
};

class LeftBehind {
 public:
  bool is_full() {
    const std::lock_guard lock(mutex_);
    std::erase_if(look_ups_, [](const auto& look_up) { return look_up->wait_until({}); });
    return look_ups_.size() >= kMostLeftBehind;
  }

  void add(std::unique_ptr<LookUp> look_up) {
    const std::lock_guard lock(mutex_);
    look_ups_.push_back(std::move(look_up));
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<LookUp>> look_ups_;
};

LeftBehind& left_behind() {
  static LeftBehind instance;
  return instance;
}

}  // namespace

std::vector<SocketAddress> look_up(const std::string& host, const std::string& port,
                                   const TransferDeadline& deadline) {
  if (is_numeric(host)) {
    return ask_library(host, port, AI_NUMERICHOST);
  }
  return resolve_until(deadline, [host, port] { return ask_library(host, port, 0); });
}

std::vector<SocketAddress> resolve_until(const TransferDeadline& deadline, Resolve resolve) {
  if (left_behind().is_full()) {
    throw TransferError("earlier name look-ups have not ended yet");
  }
  auto look_up = std::make_unique<LookUp>(std::move(resolve));
  if (look_up->wait_until(deadline.end())) {
    return look_up->take();
  }
  left_behind().add(std::move(look_up));
  deadline.fail();
}

}  // namespace orbbench::metrics
