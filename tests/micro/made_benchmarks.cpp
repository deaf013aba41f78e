// A Google Benchmark program with one benchmark that always does the same and one that does as much
// as --steps=N says, or fails for --steps=0.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

constexpr std::int64_t kUsualSteps = 1000;
constexpr std::string_view kSteps = "--steps=";

void walk(benchmark::State& state, std::int64_t steps) {
  if (steps == 0) {
    state.SkipWithError("no steps");
    return;
  }
  for (auto _ : state) {
    std::uint64_t place = 1;
    for (std::int64_t i = 0; i < steps; ++i) {
      benchmark::DoNotOptimize(place = place * 3 + 1);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::int64_t steps = kUsualSteps;
  char** const end = std::remove_if(argv + 1, argv + argc, [&](const char* argument) {
    const bool is_steps = std::string_view(argument).starts_with(kSteps);
    steps = is_steps ? std::atoll(argument + kSteps.size()) : steps;
    return is_steps;
  });
  argc = static_cast<int>(end - argv);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
    return 2;
  }
  benchmark::RegisterBenchmark("made/same", walk, kUsualSteps)->MinTime(0.005);
  benchmark::RegisterBenchmark("made/told", walk, steps)->MinTime(0.005);
  benchmark::RunSpecifiedBenchmarks();
}
