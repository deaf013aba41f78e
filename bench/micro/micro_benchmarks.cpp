// What one call costs: static against dynamic by payload, the bare stub against the lease, by
// number of lanes. Each time is the whole round trip to a core on this machine, all on one
// processor: with more lanes it is that of a call when so many threads take turns.

#include <benchmark/benchmark.h>
#include <sodium.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "load/one_processor.hpp"
#include "micro_stack.hpp"
#include "overhead_reporter.hpp"

namespace orbbench::bench {
namespace {

using nlohmann::json;
using orb_client::ConnectionPool;
using orb_client::DynamicObject;

constexpr int kExitFailed = 1;
constexpr int kExitInvalid = 3;
constexpr int kMostLanes = 64;
constexpr int kSharers = 16;
constexpr std::size_t kSampleOctets = 32;  // of one sample with a short name, in CDR

template <class Call>
void measure(benchmark::State& state, Call&& call) {
  try {
    call();  // connects, and resolves what a first call must
    for (auto _ : state) {
      call();
    }
  } catch (const CORBA::Exception& error) {
    state.SkipWithError(error._name());
  } catch (const std::exception& error) {
    state.SkipWithError(error.what());
  }
}

using Benchmark = benchmark::internal::Benchmark;

Benchmark* add(const std::string& name, std::function<void(benchmark::State&)> run) {
  return benchmark::RegisterBenchmark(name.c_str(), std::move(run))
      ->UseRealTime()
      ->Unit(benchmark::kMicrosecond);
}

/// A call by the leased lane, and the same by a dynamic object.
struct Payload {
  const char* name;
  std::function<std::function<void(ConnectionPool&)>(std::size_t)> make_static_call;
  const char* operation;
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

std::size_t count_samples(std::size_t octets) {
  return std::max<std::size_t>(1, octets / kSampleOctets);
}

const std::vector<Payload>& payloads() {
  static const std::vector<Payload> all = {
      {"string",
       [](std::size_t size) {
         return [text = std::string(size, 'x')](ConnectionPool& pool) {
           benchmark::DoNotOptimize(pool.lease(soon())->echo_string(text, soon()));
         };
       },
       "echo_string", [](std::size_t size) { return json::array({std::string(size, 'x')}); }},
      {"octets",
       [](std::size_t size) {
         return [octets = orb_client::Octets(size, 0x5a)](ConnectionPool& pool) {
           benchmark::DoNotOptimize(pool.lease(soon())->echo_octets(octets, soon()));
         };
       },
       "echo_octets",
       [](std::size_t size) {
         return json::array({{{"base64", to_base64(size)}}});
       }},
      {"samples",
       [](std::size_t size) {
         const std::vector<orb_client::Sample> samples(count_samples(size), {1, 0.5, "sample"});
         return [samples](ConnectionPool& pool) {
           benchmark::DoNotOptimize(pool.lease(soon())->echo_samples(samples, soon()));
         };
       },
       "echo_samples",
       [](std::size_t size) {
         const json sample = {{"sequence_number", 1}, {"reading", 0.5}, {"name", "sample"}};
         return json::array({json::array_t(count_samples(size), sample)});
       }},
      {"any",
       [](std::size_t size) {
         return [text = orb_client::Argument(std::string(size, 'x'))](ConnectionPool& pool) {
           benchmark::DoNotOptimize(pool.lease(soon())->echo_any(text, soon()));
         };
       },
       "echo_any",
       [](std::size_t size) {
         return json::array({{{"type", "string"}, {"value", std::string(size, 'x')}}});
       }},
  };
  return all;
}

void add_payload(MicroStack& stack, const Payload& payload, std::size_t size) {
  const std::string suffix = "/" + std::to_string(size);
  add(payload.name + std::string("/static") + suffix, [&stack, payload, size](auto& state) {
    const auto pool = stack.make_pool(1, 0);
    const auto call = payload.make_static_call(size);
    measure(state, [&] { call(*pool); });
  });
  add(payload.name + std::string("/dynamic") + suffix, [&stack, payload, size](auto& state) {
    DynamicObject object = stack.connect_dynamically();
    const json arguments = payload.make_arguments(size);
    measure(state,
            [&] { benchmark::DoNotOptimize(object.call(payload.operation, arguments, soon())); });
  });
}

void add_pings(MicroStack& stack) {
  add("ping/stub_without_deadline", [&stack](auto& state) {
    const OrbCore::Probe_var probe = stack.endless_stub();
    measure(state, [&] { probe->ping(); });
  });
  add("ping/stub", [&stack](auto& state) {
    const OrbCore::Probe_var probe = stack.stub_with_deadline();
    measure(state, [&] { probe->ping(); });
  });
  add("ping/static", [&stack](auto& state) {
    const auto pool = stack.make_pool(1, 0);
    measure(state, [&] { pool->lease(soon())->ping(soon()); });
  });
  add("ping/dynamic", [&stack](auto& state) {
    DynamicObject object = stack.connect_dynamically();
    const json none = json::array();
    measure(state, [&] { object.call("ping", none, soon()); });
  });
}

// The core must have taken them all before the next benchmark starts.
void add_oneways(MicroStack& stack) {
  add("oneway/static", [&stack](auto& state) {
    const auto pool = stack.make_pool(1, 0);
    measure(state, [&] { pool->lease(soon())->notify("static", 1, soon()); });
    pool->lease(soon())->arrivals("static", soon());
  });
  add("oneway/dynamic", [&stack](auto& state) {
    DynamicObject object = stack.connect_dynamically();
    const json arguments = {"dynamic", 1};
    measure(state, [&] { object.call("notify", arguments, soon()); });
    object.call("arrivals", {"dynamic"}, soon());
  });
}

/// As many threads as lanes, or more: then the lanes are contended for. The pool connects when the
/// first call is made.
void add_lanes(MicroStack& stack, const std::string& name, int lanes, int threads) {
  const std::shared_ptr<ConnectionPool> pool =
      stack.make_pool(static_cast<std::size_t>(lanes), kMostLanes);
  add(name + "/lanes:" + std::to_string(lanes), [pool](auto& state) {
    measure(state, [&] { pool->lease(soon())->ping(soon()); });
  })->Threads(threads);
}

void add_all(MicroStack& stack) {
  add_pings(stack);
  for (const Payload& payload : payloads()) {
    for (const std::size_t size : {16UL, 1UL << 10, 64UL << 10, 1UL << 20}) {
      add_payload(stack, payload, size);
    }
  }
  add_oneways(stack);
  for (int lanes = 1; lanes <= kMostLanes; lanes *= 2) {
    add_lanes(stack, "ping/one_thread_a_lane", lanes, lanes);
  }
  for (int lanes = 1; lanes < kSharers; lanes *= 4) {
    add_lanes(stack, "ping/16_threads", lanes, kSharers);
  }
}

int run_all() {
  MicroStack stack;
  add_all(stack);
  OverheadReporter reporter;
  const std::size_t run = benchmark::RunSpecifiedBenchmarks(&reporter);
  benchmark::ClearRegisteredBenchmarks();  // their pools must not outlive the runtime
  return run == 0 || reporter.failed() ? kExitFailed : EXIT_SUCCESS;
}

}  // namespace
}  // namespace orbbench::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return orbbench::bench::kExitInvalid;
  }
  orbbench::bench::share_one_processor();
  try {
    return orbbench::bench::run_all();
  } catch (const CORBA::Exception& error) {
    std::cerr << "orbbench-micro: " << error._name() << '\n';
  } catch (const std::exception& error) {
    std::cerr << "orbbench-micro: " << error.what() << '\n';
  }
  return orbbench::bench::kExitInvalid;
}
