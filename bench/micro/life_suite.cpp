#include <cstdint>
#include <string>

#include "floor.hpp"
#include "suites.hpp"
#include "wire_floors.hpp"

namespace orbbench::bench {
namespace {

// Each leaves a port behind that the kernel keeps for a minute.
constexpr int kConnections = 100;
constexpr std::int64_t kFirstWidget = 7'000'000'000;
// The reference to the widget that create() returns, and the arguments beside the secret.
constexpr std::size_t kReference = 128;
constexpr std::size_t kCreateHead = 48;
constexpr std::size_t kWidgetId = 8;

void add_connections(MicroStack& stack) {
  add_call("connection/until_first_reply", [&stack](auto& state) {
    measure_calls(state, connection_floor(request_octets("ping", 0), reply_octets(0)), [&] {
      const auto pool = stack.make_pool(1, 0);
      pool->lease(soon())->ping(soon());
    });
  })->Iterations(kConnections);
}

Floor create_and_destroy_floor(std::size_t secret) {
  const Floor create =
      round_trip_floor(request_octets("create", kCreateHead + secret), reply_octets(kReference));
  const Floor destroy = round_trip_floor(request_octets("destroy", kWidgetId), reply_octets(0));
  return [create, destroy](std::uint64_t times) {
    create(times);
    destroy(times);
  };
}

void add_widgets(MicroStack& stack, std::size_t secret) {
  add_call("widget/create_and_destroy/" + std::to_string(secret), [&stack, secret](auto& state) {
    const auto pool = stack.make_pool(1, 0);
    const orb_client::Octets octets(secret, 0x5a);
    std::int64_t widget = kFirstWidget;
    measure_calls(state, create_and_destroy_floor(secret), [&] {
      auto lane = pool->lease(soon());
      ++widget;
      lane->create_widget(widget, "button", "micro", octets, soon());
      lane->destroy_widget(widget, soon());
    });
  });
}

}  // namespace

void add_lives(MicroStack& stack) {
  add_connections(stack);
  for (const std::size_t secret : {32UL, 4UL << 10, 64UL << 10}) {
    add_widgets(stack, secret);
  }
}

}  // namespace orbbench::bench
