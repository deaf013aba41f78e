#include "raw_create.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::tests {
namespace {

using namespace orb_client;

constexpr std::size_t kHeaderOctets = 12;
constexpr std::size_t kRequestIdOctets = 4;
constexpr std::size_t kSizeOffset = 8;
constexpr std::size_t kFlagsOffset = 6;
constexpr std::size_t kTypeOffset = 7;
constexpr std::uint8_t kMoreFragments = 2;
constexpr std::uint8_t kCancelRequest = 2;
constexpr std::uint8_t kFragment = 7;

constexpr std::uint8_t kPlaceholder = 0x5a;
constexpr std::int64_t kRecordedId = 0x123456789abcdef;

Deadline soon() {
  return Deadline::after(std::chrono::seconds(20));
}

template <class Octets>
std::size_t place_of(const Message& message, const Octets& octets) {
  const auto found = std::search(message.begin(), message.end(), octets.begin(), octets.end());
  if (found == message.end()) {
    throw std::runtime_error("the recorded create is not as it was expected to be");
  }
  return static_cast<std::size_t>(found - message.begin());
}

// The client's byte order, which is this machine's.
void state_size(Message& message) {
  const auto octets = static_cast<std::uint32_t>(message.size() - kHeaderOctets);
  std::memcpy(message.data() + kSizeOffset, &octets, sizeof octets);
}

std::array<std::uint8_t, sizeof(std::int64_t)> octets_of(std::int64_t number) {
  std::array<std::uint8_t, sizeof number> octets{};
  std::memcpy(octets.data(), &number, sizeof number);
  return octets;
}

Message begin_as(const Message& request, std::uint8_t type) {
  Message message(request.begin(), request.begin() + kHeaderOctets);
  message[kTypeOffset] = type;
  return message;
}

void add_request_id(Message& message, const Message& request) {
  const auto id = request.begin() + kHeaderOctets;
  message.insert(message.end(), id, id + kRequestIdOctets);
}

}  // namespace

RawCreate::RawCreate(OrbRuntime& runtime, const CoreProcess& core, std::size_t secret_octets)
    : secret_octets_(secret_octets) {
  const Octets secret(secret_octets, kPlaceholder);
  RecordingRelay relay(core.ports().iiop, secret);
  try {
    ConnectionPool pool(runtime, Endpoint::parse(relay.address()), {.lanes = 1, .waiters = 0});
    Lease lane = pool.lease(soon());
    lane->create_widget(kRecordedId, "button", "label", secret, soon());
  } catch (const CallError&) {
    // As the relay withheld the request.
  }
  recorded_ = relay.finish().back();
  secret_ = place_of(recorded_, secret);
  widget_id_ = place_of(recorded_, octets_of(kRecordedId));
}

Message RawCreate::whole(std::int64_t widget_id, std::span<const std::uint8_t> canary) const {
  Message message = recorded_;
  std::ranges::copy(octets_of(widget_id),
                    message.begin() + static_cast<std::ptrdiff_t>(widget_id_));
  for (std::size_t i = 0; i < secret_octets_; ++i) {
    message[secret_ + i] = canary[i % canary.size()];
  }
  return message;
}

std::vector<Message> in_fragments(const Message& request, std::size_t most_octets) {
  std::vector<Message> fragments;
  for (std::size_t done = kHeaderOctets; done < request.size();) {
    Message next;
    if (fragments.empty()) {
      next = begin_as(request, request[kTypeOffset]);
    } else {
      next = begin_as(request, kFragment);
      add_request_id(next, request);
    }
    const std::size_t octets = std::min(most_octets - next.size(), request.size() - done);
    const auto from = request.begin() + static_cast<std::ptrdiff_t>(done);
    next.insert(next.end(), from, from + static_cast<std::ptrdiff_t>(octets));
    done += octets;
    if (done < request.size()) {
      next[kFlagsOffset] |= kMoreFragments;
    }
    state_size(next);
    fragments.push_back(next);
  }
  return fragments;
}

Message cancel_of(const Message& request) {
  Message message = begin_as(request, kCancelRequest);
  add_request_id(message, request);
  state_size(message);
  return message;
}

void send_all(int socket, std::span<const std::uint8_t> octets) {
  while (!octets.empty()) {
    const ssize_t sent = ::send(socket, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent < 0) {
      throw std::system_error(errno, std::generic_category(), "send");
    }
    octets = octets.subspan(static_cast<std::size_t>(sent));
  }
}

void reset(Descriptor connection) {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(connection.number(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace orbbench::tests
