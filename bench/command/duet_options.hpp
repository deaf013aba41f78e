#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>

#include "duet/judgement.hpp"
#include "duet/recorder.hpp"

namespace orbbench::bench {

/// What the flags of a duet are read into.
struct DuetOptions {
  double seconds = 60;
  std::uint64_t seed = 1;
  double margin_p50 = 5;  ///< the margins in percent
  double margin_p95 = 20;
  double margin_p99 = 25;
  double margin_deallocation = 5;
  double margin_errors = 0.1;
};

/// A number in [least, most]; unlike CLI::Range it refuses what is not a number.
CLI::Validator number_between(double least, double most);

void add_duet_options(CLI::App& command, DuetOptions& options);

duet::DuetPlan plan_of(const DuetOptions& options);
duet::Margins margins_of(const DuetOptions& options);

}  // namespace orbbench::bench
