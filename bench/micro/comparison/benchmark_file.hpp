#pragma once

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace orbbench::micro {

/// The repetitions of one benchmark, in the order in which they stand in the file.
struct BenchmarkTimes {
  std::vector<double> nanoseconds;  ///< an operation
  std::vector<double> over_floor;   ///< the same over the floor beside it; empty where it has none
  std::string error;                ///< what ended it; empty when nothing did
};

/// One run of a Google Benchmark program.
struct BenchmarkRun {
  std::map<std::string, BenchmarkTimes> benchmarks;  ///< by name
  std::map<std::string, std::string> fingerprint;    ///< of the machine and the program
  /// How many processors others kept busy beside each repetition; empty where that is not known.
  std::vector<double> other_work;
};

/// A file that is no result of a Google Benchmark program, or of no use here. One line.
class BenchmarkFileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Where orbbench-micro leaves its fingerprint in the context, before each of its keys.
inline constexpr std::string_view kFingerprintMark = "fingerprint.";
/// The counter that holds what the floor takes, and the one that holds what an operation takes
/// where the program knows it better than by the mean.
inline constexpr const char* kFloorCounter = "floor_ns";
inline constexpr const char* kMedianCounter = "median_ns";
/// How many processors others kept busy, on average since the program began.
inline constexpr const char* kOtherWorkCounter = "other_processors";

/// The name without how it is run, which Google Benchmark appends: "/real_time", "/iterations:N",
/// "/min_time:S", "/repeats:N" and the like. "/threads:N" stays: that is another benchmark.
std::string plain_name(const std::string& run_name);

/// Reads the JSON that such a program writes with --benchmark_out_format=json: of each benchmark
/// its median counter, else the time that it says it measures (the real one where its name says so,
/// else that of the processor). Throws BenchmarkFileError; `name` is what the message calls the
/// text.
BenchmarkRun parse_benchmarks(std::string_view json, const std::string& name);

/// At most 64 MiB. Throws BenchmarkFileError.
BenchmarkRun read_benchmarks(const std::filesystem::path& file);

/// What the repetitions of several runs of one program have together, as those of one run. Throws
/// BenchmarkFileError when `more` was made on another machine or by another build.
void pool(BenchmarkRun& all, BenchmarkRun more);

}  // namespace orbbench::micro
