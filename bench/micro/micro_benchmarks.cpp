// What each part of a call costs, beside the least that it could cost here. All of it runs on one
// processor, both ends of a connection, but for the leases that are contended for.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "floor.hpp"
#include "floor_reporter.hpp"
#include "load/one_processor.hpp"
#include "micro/comparison/benchmark_file.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "results/fingerprint.hpp"
#include "suites.hpp"

namespace orbbench::bench {
namespace {

constexpr int kExitFailed = 1;
constexpr int kExitInvalid = 3;
constexpr int kExitUsage = 64;
constexpr std::string_view kCoreOption = "--core=";

void add_all(MicroStack& stack) {
  add_calls(stack);
  add_deferred_calls(stack);
  add_lanes(stack);
  add_leases(stack);
  add_lives(stack);
  add_marshalling();
  add_histograms();
  add_expositions();
  add_scans();
}

/// What the comparison needs unless the user says otherwise: as many repetitions as find a slowdown
/// among all, in an order drawn at random, so that what the machine does meanwhile hits all alike.
std::vector<char*> with_defaults(int argc, char** argv) {
  static char defaults[][64] = {"--benchmark_repetitions=15", "--benchmark_min_time=0.01",
                                "--benchmark_enable_random_interleaving=true"};
  std::vector<char*> arguments(argv, argv + 1);
  for (char* option : defaults) {
    arguments.push_back(option);
  }
  arguments.insert(arguments.end(), argv + 1, argv + argc);
  return arguments;
}

/// Takes the address of a core out of the arguments; empty for none.
std::string take_core(int& count, std::vector<char*>& arguments) {
  std::string address;
  const auto kept =
      std::remove_if(arguments.begin() + 1, arguments.begin() + count, [&](const char* argument) {
        const bool is_core = std::string_view(argument).starts_with(kCoreOption);
        address = is_core ? argument + kCoreOption.size() : address;
        return is_core;
      });
  count = static_cast<int>(kept - arguments.begin());
  return address;
}

void add_fingerprint() {
  for (const auto& [key, value] : machine_fingerprint()) {
    benchmark::AddCustomContext(std::string(micro::kFingerprintMark) + key, value);
  }
}

int run_all(const std::string& core_address) {
  share_one_processor();
  MicroStack stack(core_address);
  add_all(stack);
  if (const auto core = stack.core_process()) {
    watch_other_work(*core);
  }
  add_fingerprint();
  FloorReporter reporter;
  const std::size_t run = benchmark::RunSpecifiedBenchmarks(&reporter);
  benchmark::ClearRegisteredBenchmarks();  // their pools must not outlive the runtime
  return run == 0 || reporter.failed() ? kExitFailed : EXIT_SUCCESS;
}

int complain(const char* problem, int status) {
  std::cerr << "orbbench-micro: " << problem << '\n';
  return status;
}

}  // namespace
}  // namespace orbbench::bench

int main(int argc, char** argv) {
  using namespace orbbench::bench;
  std::vector<char*> arguments = with_defaults(argc, argv);
  int count = static_cast<int>(arguments.size());
  benchmark::Initialize(&count, arguments.data());
  const std::string core_address = take_core(count, arguments);
  if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) {
    return kExitUsage;
  }
  try {
    return run_all(core_address);
  } catch (const CORBA::Exception& error) {
    return complain(error._name(), kExitInvalid);
  } catch (const orbbench::orb_client::ConfigError& error) {
    return complain(error.what(), kExitUsage);
  } catch (const std::exception& error) {
    return complain(error.what(), kExitInvalid);
  }
}
