#include <sodium.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "floor.hpp"
#include "suites.hpp"
#include "wire_floors.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;
using orb_client::ConnectionPool;
using orb_client::DynamicObject;

constexpr std::size_t kSampleOctets = 32;  // of one sample with a short name, in CDR
constexpr std::size_t kSequenceHead = 4;
constexpr std::size_t kAnyHead = 16;  // kind and bound of the string, its length and its NUL
constexpr std::size_t kOnewayOctets = 24;

/// A call by the leased lane, and the same by a dynamic object.
struct Payload {
  const char* name;
  const char* operation;
  std::size_t head;  ///< octets of the body beside the payload
  std::function<std::function<void(ConnectionPool&)>(std::size_t)> make_static_call;
  std::function<json(std::size_t)> make_arguments;
};

std::string to_base64(std::size_t size) {
  const std::string octets(size, '\x5a');
  std::string text(sodium_base64_ENCODED_LEN(size, sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(octets.data()),
                    size, sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

const std::vector<Payload>& payloads() {
  static const std::vector<Payload> all = {
      {"string", "echo_string", kSequenceHead,
       [](std::size_t size) {
         return [text = std::string(size, 'x')](ConnectionPool& pool) {
           benchmark::DoNotOptimize(pool.lease(soon())->echo_string(text, soon()));
         };
       },
       [](std::size_t size) { return json::array({std::string(size, 'x')}); }},
      {"octets", "echo_octets", kSequenceHead,
       [](std::size_t size) {
         return [octets = orb_client::Octets(size, 0x5a)](ConnectionPool& pool) {
           benchmark::DoNotOptimize(pool.lease(soon())->echo_octets(octets, soon()));
         };
       },
       [](std::size_t size) {
         return json::array({{{"base64", to_base64(size)}}});
       }},
      {"samples", "echo_samples", kSequenceHead,
       [](std::size_t size) {
         const std::vector<orb_client::Sample> samples(count_samples(size), {1, 0.5, "sample"});
         return [samples](ConnectionPool& pool) {
           benchmark::DoNotOptimize(pool.lease(soon())->echo_samples(samples, soon()));
         };
       },
       [](std::size_t size) {
         const json sample = {{"sequence_number", 1}, {"reading", 0.5}, {"name", "sample"}};
         return json::array({json::array_t(count_samples(size), sample)});
       }},
      {"any", "echo_any", kAnyHead,
       [](std::size_t size) {
         return [text = orb_client::Argument(std::string(size, 'x'))](ConnectionPool& pool) {
           benchmark::DoNotOptimize(pool.lease(soon())->echo_any(text, soon()));
         };
       },
       [](std::size_t size) {
         return json::array({{{"type", "string"}, {"value", std::string(size, 'x')}}});
       }},
  };
  return all;
}

void add_payload(MicroStack& stack, const Payload& payload, std::size_t size) {
  const std::string suffix = "/" + std::to_string(size);
  const std::size_t body = payload.head + size;
  add_call(payload.name + std::string("/static") + suffix,
           [&stack, payload, size, body](auto& state) {
             const auto pool = stack.make_pool(1, 0);
             const auto call = payload.make_static_call(size);
             measure_calls(state, echo_floor(payload.operation, body), [&] { call(*pool); });
           });
  add_call(payload.name + std::string("/dynamic") + suffix,
           [&stack, payload, size, body](auto& state) {
             DynamicObject object = stack.connect_dynamically();
             const json arguments = payload.make_arguments(size);
             measure_calls(state, echo_floor(payload.operation, body), [&] {
               benchmark::DoNotOptimize(object.call(payload.operation, arguments, soon()));
             });
           });
}

void add_pings(MicroStack& stack) {
  add_call("ping/stub_without_deadline", [&stack](auto& state) {
    const OrbCore::Probe_var probe = stack.endless_stub();
    measure_calls(state, echo_floor("ping", 0), [&] { probe->ping(); });
  });
  add_call("ping/stub", [&stack](auto& state) {
    const OrbCore::Probe_var probe = stack.stub_with_deadline();
    measure_calls(state, echo_floor("ping", 0), [&] { probe->ping(); });
  });
  add_call("ping/static", [&stack](auto& state) {
    const auto pool = stack.make_pool(1, 0);
    measure_calls(state, echo_floor("ping", 0), [&] { pool->lease(soon())->ping(soon()); });
  });
  add_call("ping/dynamic", [&stack](auto& state) {
    DynamicObject object = stack.connect_dynamically();
    const json none = json::array();
    measure_calls(state, echo_floor("ping", 0), [&] { object.call("ping", none, soon()); });
  });
}

// The core must have taken them all before the next benchmark starts.
void add_oneways(MicroStack& stack) {
  const std::size_t octets = request_octets("notify", kOnewayOctets);
  add_call("oneway/static", [&stack, octets](auto& state) {
    const auto pool = stack.make_pool(1, 0);
    measure_calls(state, sending_floor(octets),
                  [&] { pool->lease(soon())->notify("static", 1, soon()); });
    pool->lease(soon())->arrivals("static", soon());
  });
  add_call("oneway/dynamic", [&stack, octets](auto& state) {
    DynamicObject object = stack.connect_dynamically();
    const json arguments = {"dynamic", 1};
    measure_calls(state, sending_floor(octets), [&] { object.call("notify", arguments, soon()); });
    object.call("arrivals", {"dynamic"}, soon());
  });
}

}  // namespace

std::size_t count_samples(std::size_t octets) {
  return std::max<std::size_t>(1, octets / kSampleOctets);
}

void add_calls(MicroStack& stack) {
  add_pings(stack);
  for (const Payload& payload : payloads()) {
    for (const std::size_t size : {16UL, 1UL << 10, 64UL << 10, 1UL << 20}) {
      add_payload(stack, payload, size);
    }
  }
  add_oneways(stack);
}

}  // namespace orbbench::bench
