#include "connection_loop.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace orbbench::service {
namespace {

using std::chrono::milliseconds;

// How often the idle are looked through.
constexpr milliseconds kTick{250};
// A client that goes on sending after its last reply must read that reply before the reset.
constexpr std::chrono::seconds kLinger{1};
// A client that asks again at once keeps its thread: no way through epoll and queue, as long as
// nobody else waits.
constexpr milliseconds kNextRequestPatience{2};

int checked(int result, const char* call) {
  if (result < 0) {
    throw std::system_error(errno, std::generic_category(), call);
  }
  return result;
}

void add(int epoll, int descriptor, std::uint32_t events) {
  epoll_event event{};
  event.events = events;
  event.data.fd = descriptor;
  checked(epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event), "epoll_ctl");
}

void remove(int epoll, int descriptor) {
  epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, nullptr);
}

}  // namespace

ConnectionLoop::ConnectionLoop(process::FileDescriptor listener, ConnectionLimits limits,
                               Callbacks callbacks)
    : limits_(limits),
      callbacks_(std::move(callbacks)),
      listener_(std::move(listener)),
      epoll_(checked(epoll_create1(EPOLL_CLOEXEC), "epoll_create1")),
      wake_(checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd")) {
  add(epoll_.number(), listener_.number(), EPOLLIN);
  add(epoll_.number(), wake_.number(), EPOLLIN);
  for (std::size_t i = 0; i < limits_.threads; ++i) {
    workers_.emplace_back([this] { work(); });
  }
  watcher_ = std::jthread([this] { watch(); });
}

ConnectionLoop::~ConnectionLoop() {
  stop();
}

void ConnectionLoop::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  eventfd_write(wake_.number(), 1);
  if (watcher_.joinable()) {
    watcher_.join();
  }
  {
    const std::lock_guard lock(mutex_);
    drained_ = true;
    // Before the wait for the requests under way: nobody listens to the idle ones any more.
    std::erase_if(parked_, [](const auto& entry) { return !entry.second->lingering; });
  }
  ready_.notify_all();
  workers_.clear();  // joins
  const std::lock_guard lock(mutex_);
  parked_.clear();
}

bool ConnectionLoop::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void ConnectionLoop::watch() {
  while (!stopping()) {
    handle_events(kTick);
    tick();
  }
  close_listener();
}

int ConnectionLoop::handle_events(milliseconds patience) {
  std::array<epoll_event, 64> events;
  const int count = epoll_wait(epoll_.number(), events.data(), static_cast<int>(events.size()),
                               static_cast<int>(patience.count()));
  for (int i = 0; i < count; ++i) {
    const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
    if (descriptor == listener_.number()) {
      accept_all();
    } else if (descriptor != wake_.number()) {
      take_up(descriptor);
    }
  }
  return count;
}

// Those that have connected and asked by now are still answered.
void ConnectionLoop::close_listener() {
  accept_all();
  remove(epoll_.number(), listener_.number());
  remove(epoll_.number(), wake_.number());
  listener_.close();
  while (handle_events(milliseconds::zero()) > 0) {
  }
}

void ConnectionLoop::tick() {
  if (!listening_) {
    add(epoll_.number(), listener_.number(), EPOLLIN);
    listening_ = true;
  }
  const auto now = Connection::Clock::now();
  std::vector<Owned> expired;  // closed without the lock
  const std::lock_guard lock(mutex_);
  for (auto entry = parked_.begin(); entry != parked_.end();) {
    const Connection& connection = *entry->second;
    const auto patience = connection.lingering ? kLinger : limits_.idle;
    if (now - connection.since < patience) {
      ++entry;
      continue;
    }
    remove(epoll_.number(), entry->first);
    expired.push_back(std::move(entry->second));
    entry = parked_.erase(entry);
    --open_;
  }
}

void ConnectionLoop::accept_all() {
  for (;;) {
    process::FileDescriptor descriptor(
        accept4(listener_.number(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (descriptor.number() >= 0) {
      admit(std::move(descriptor));
    } else if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
      remove(epoll_.number(), listener_.number());  // it would be ready again at once, until a tick
      listening_ = false;
      return;
    } else if (errno != EINTR && errno != ECONNABORTED) {
      return;
    }
  }
}

void ConnectionLoop::admit(process::FileDescriptor descriptor) {
  const int on = 1;
  setsockopt(descriptor.number(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  auto connection = std::make_unique<Connection>(std::move(descriptor));
  bool admitted = false;
  {
    const std::lock_guard lock(mutex_);
    admitted = open_ < limits_.connections;
    open_ += admitted ? 1 : 0;
  }
  if (admitted) {
    park(std::move(connection));
  } else {
    callbacks_.refuse(*connection);  // and closed at once: a lingering one would be one more
  }
}

void ConnectionLoop::take_up(int descriptor) {
  Owned connection = unpark(descriptor);
  if (!connection) {
    return;
  }
  if (connection->lingering) {
    const bool still_open = connection->socket.discard_input();
    if (still_open) {
      park(std::move(connection));
    } else {
      const std::lock_guard lock(mutex_);
      --open_;
    }
    return;
  }
  connection->arrival = Connection::Clock::now();
  if (!enqueue(connection)) {
    turn_away(std::move(connection));
  }
}

bool ConnectionLoop::enqueue(Owned& connection) {
  {
    const std::lock_guard lock(mutex_);
    if (queue_.size() >= limits_.queued) {
      return false;
    }
    queue_.push_back(std::move(connection));
  }
  ready_.notify_one();
  return true;
}

void ConnectionLoop::turn_away(Owned connection) {
  connection->socket.discard_input();
  callbacks_.refuse(*connection);
  connection->socket.end_sending();
  connection->lingering = true;
  park(std::move(connection));
}

void ConnectionLoop::park(Owned connection) {
  const int descriptor = connection->socket.socket();
  connection->since = Connection::Clock::now();
  const std::lock_guard lock(mutex_);
  if (drained_ || (stopping_ && connection->lingering)) {
    --open_;
    return;
  }
  parked_.emplace(descriptor, std::move(connection));
  add(epoll_.number(), descriptor, EPOLLIN | EPOLLRDHUP);
}

ConnectionLoop::Owned ConnectionLoop::unpark(int descriptor) {
  const std::lock_guard lock(mutex_);
  const auto entry = parked_.find(descriptor);
  if (entry == parked_.end()) {
    return nullptr;
  }
  remove(epoll_.number(), descriptor);
  Owned connection = std::move(entry->second);
  parked_.erase(entry);
  return connection;
}

void ConnectionLoop::work() {
  while (Owned connection = next_in_queue()) {
    serve(std::move(connection));
  }
}

ConnectionLoop::Owned ConnectionLoop::next_in_queue() {
  std::unique_lock lock(mutex_);
  ready_.wait(lock, [this] { return !queue_.empty() || drained_; });
  if (queue_.empty()) {
    return nullptr;
  }
  Owned connection = std::move(queue_.front());
  queue_.pop_front();
  return connection;
}

void ConnectionLoop::serve(Owned connection) {
  Next next = callbacks_.serve(*connection);
  while (next == Next::Keep && has_next_request(*connection)) {
    connection->arrival = Connection::Clock::now();
    next = callbacks_.serve(*connection);
  }
  if (next == Next::Linger) {
    connection->socket.end_sending();
    connection->lingering = true;
  }
  if (next != Next::Close && !(next == Next::Keep && stopping())) {
    park(std::move(connection));
    return;
  }
  // Closed after that, with the argument: a client that sees it closed finds its place free.
  const std::lock_guard lock(mutex_);
  --open_;
}

bool ConnectionLoop::has_next_request(Connection& connection) {
  if (connection.socket.has_read_ahead()) {
    return true;
  }
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || !queue_.empty()) {
      return false;
    }
  }
  return connection.socket.becomes_readable(kNextRequestPatience);
}

}  // namespace orbbench::service
