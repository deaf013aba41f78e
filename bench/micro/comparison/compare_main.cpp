// Holds two results of a Google Benchmark program, or two such programs in turns, against each
// other: a verdict for each benchmark and for all.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "micro/comparison/benchmark_file.hpp"
#include "micro/comparison/comparison.hpp"
#include "micro/comparison/turns.hpp"
#include "report/reports.hpp"

namespace {

using namespace orbbench;

constexpr int kInvalid = 3;
constexpr int kUsage = 64;

struct Options {
  std::filesystem::path baseline;
  std::filesystem::path candidate;
  bool are_programs = false;
  std::vector<std::string> baseline_arguments;
  std::vector<std::string> candidate_arguments;
  micro::Turns turns;
  std::vector<std::string> margins;
  micro::Gated gated = micro::Gated::Automatic;
  std::string json_file;
  std::string junit_file;
};

/// What the user gave that cannot be. One line.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

double share_of(const std::string& text) {
  std::size_t used = 0;
  double share = -1;
  try {
    share = std::stod(text, &used);
  } catch (const std::logic_error&) {
    used = 0;  // no number, or one out of range
  }
  if (text.empty() || used != text.size() || !(share > 0) || share > 10) {
    throw UsageError("--margin takes a share above 0 and up to 10, or PATTERN=SHARE, not '" + text +
                     "'");
  }
  return share;
}

micro::Margins margins_of(const std::vector<std::string>& texts) {
  micro::Margins margins;
  for (const std::string& text : texts) {
    const std::size_t at = text.rfind('=');
    if (at == std::string::npos) {
      margins.usual = share_of(text);
    } else {
      margins.special.emplace_back(text.substr(0, at), share_of(text.substr(at + 1)));
    }
  }
  return margins;
}

// Opened before the work, so that a path that cannot be written is known before it.
std::ofstream open_result(const std::string& path) {
  std::ofstream file;
  if (!path.empty()) {
    file.open(path);
    if (!file) {
      throw UsageError("cannot write " + path);
    }
  }
  return file;
}

void write(std::ofstream& file, const std::string& path, const std::string& text) {
  if (file.is_open() && !(file << text << std::flush)) {
    throw std::runtime_error("could not write " + path + ": is the disk full?");
  }
}

void show_round(std::size_t round, std::size_t rounds) {
  if (isatty(STDERR_FILENO) != 0) {
    std::cerr << "\rround " << round << " of " << rounds << (round == rounds ? "\n" : "")
              << std::flush;
  }
}

std::pair<micro::BenchmarkRun, micro::BenchmarkRun> runs_of(const Options& options) {
  if (!options.are_programs) {
    return {micro::read_benchmarks(options.baseline), micro::read_benchmarks(options.candidate)};
  }
  micro::Turns turns = options.turns;
  turns.on_round = [&](std::size_t round) { show_round(round, options.turns.rounds); };
  return micro::run_in_turns({options.baseline, options.baseline_arguments},
                             {options.candidate, options.candidate_arguments}, turns);
}

int compare(const Options& options) {
  const micro::ComparisonSettings settings{margins_of(options.margins), options.gated};
  std::ofstream json = open_result(options.json_file);
  std::ofstream junit = open_result(options.junit_file);
  const auto start = std::chrono::steady_clock::now();
  const std::string started_at = bench::utc_now();
  const auto [baseline, candidate] = runs_of(options);
  bench::RunResult run = micro::compare(baseline, candidate, settings);
  run.core = options.candidate.string() + " against " + options.baseline.string();
  run.started_at = started_at;
  run.duration_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  std::cout << micro::text_table(run) << std::flush;
  write(json, options.json_file, json_report(run));
  write(junit, options.junit_file, junit_report(run));
  return exit_code(run.verdict());
}

void add_options(CLI::App& app, Options& options) {
  static const std::map<std::string, micro::Gated> figures{{"auto", micro::Gated::Automatic},
                                                           {"time", micro::Gated::Time},
                                                           {"floor", micro::Gated::OverFloor}};
  app.add_option("baseline", options.baseline, "What to compare with: JSON of a run, or a program")
      ->required();
  app.add_option("candidate", options.candidate, "What is compared, likewise")->required();
  app.add_option("--margin", options.margins,
                 "By which share a benchmark may take longer (else 0.10), or PATTERN=SHARE for "
                 "some of them; may be repeated, the last that fits counts")
      ->allow_extra_args(false);
  app.add_option(
         "--figure", options.gated,
         "What is judged: time, floor (the ratio to it), or auto (floor on another machine)")
      ->transform(CLI::CheckedTransformer(figures));
  auto* run = app.add_flag("--run", options.are_programs,
                           "Both are Google Benchmark programs: run them in turns");
  app.add_option("--rounds", options.turns.rounds, "How often each of the two runs")
      ->check(CLI::Range(2, 200))
      ->capture_default_str()
      ->needs(run);
  app.add_option("--seed", options.turns.seed, "Says which of the two begins in each round")
      ->capture_default_str()
      ->needs(run);
  app.add_option("--filter", options.turns.filter, "Only these benchmarks: a regular expression")
      ->needs(run);
  app.add_option("--baseline-argument", options.baseline_arguments,
                 "An argument for the baseline alone; may be repeated")
      ->allow_extra_args(false)
      ->needs(run);
  app.add_option("--candidate-argument", options.candidate_arguments, "Likewise")
      ->allow_extra_args(false)
      ->needs(run);
  app.add_option("--json", options.json_file, "Write the result as JSON");
  app.add_option("--junit", options.junit_file, "Write the result as JUnit XML");
}

int complain(const std::exception& error, int status) {
  std::cerr << "orbbench-bench-compare: " << error.what() << '\n';
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Is any benchmark slower than its margin allows?");
  Options options;
  add_options(app, options);
  try {
    app.parse(argc, argv);
    return compare(options);
  } catch (const CLI::Success& asked) {
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    return complain(error, kUsage);
  } catch (const UsageError& error) {
    return complain(error, kUsage);
  } catch (const micro::BenchmarkFileError& error) {
    return complain(error, kUsage);
  } catch (const std::exception& error) {
    return complain(error, kInvalid);
  }
}
