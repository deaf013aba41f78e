#include <functional>
#include <string>
#include <vector>

#include "floor.hpp"
#include "orbbench/orb_client/scatter.hpp"
#include "suites.hpp"
#include "wire_floors.hpp"

namespace orbbench::bench {
namespace {

constexpr std::size_t kTogether = 8;
constexpr std::size_t kThreads = 4;

/// That many deferred pings are sent; then their replies are gathered.
void defer_pings(OrbCore::Probe_ptr probe, std::size_t count) {
  std::vector<CORBA::Request_var> requests;
  for (std::size_t i = 0; i < count; ++i) {
    requests.emplace_back(probe->_request("ping"));
    requests.back()->set_return_type(CORBA::_tc_void);
    requests.back()->send_deferred();
  }
  for (const CORBA::Request_var& request : requests) {
    request->get_response();
    if (CORBA::Exception* error = request->env()->exception(); error != nullptr) {
      error->_raise();
    }
  }
}

/// As many round trips one after the other.
Floor pings_floor(std::size_t count) {
  const Floor one = echo_floor("ping", 0);
  return [one, count](std::uint64_t times) { one(times * count); };
}

void add_deferred(MicroStack& stack, std::size_t count) {
  add_call("deferred/" + std::to_string(count), [&stack, count](auto& state) {
    const OrbCore::Probe_var probe = stack.stub_with_deadline();
    measure_calls(state, pings_floor(count), [&] { defer_pings(probe, count); });
  });
}

}  // namespace

void add_deferred_calls(MicroStack& stack) {
  add_deferred(stack, 1);
  add_deferred(stack, kTogether);
  add_call("scatter/" + std::to_string(kTogether), [&stack](auto& state) {
    const auto pool = stack.make_pool(kThreads, 0);
    const auto ping = [&](orb_client::Deadline deadline) {
      pool->lease(deadline)->ping(deadline);
      return true;
    };
    const std::vector<std::function<bool(orb_client::Deadline)>> calls(kTogether, ping);
    measure_calls(state, pings_floor(kTogether), [&] {
      for (const auto& answer : orb_client::scatter(calls, soon(), kThreads)) {
        answer.get();
      }
    });
  });
}

}  // namespace orbbench::bench
