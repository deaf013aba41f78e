#include "duet_options.hpp"

#include <string>

namespace orbbench::bench {
namespace {

constexpr double kPercent = 0.01;

void add_margin(CLI::App& command, const std::string& name, double& value,
                const std::string& what) {
  command.add_option("--margin-" + name, value, what + " may be worse by so many percent")
      ->check(number_between(0.0, 10000.0))
      ->capture_default_str();
}

}  // namespace

CLI::Validator number_between(double least, double most) {
  const std::string range =
      "[" + CLI::detail::to_string(least) + " - " + CLI::detail::to_string(most) + "]";
  return {[least, most, range](std::string& text) -> std::string {
            double value = 0;
            const bool in_range =
                CLI::detail::lexical_cast(text, value) && value >= least && value <= most;
            return in_range ? "" : "Value " + text + " not in range " + range;
          },
          "FLOAT in " + range};
}

void add_duet_options(CLI::App& command, DuetOptions& options) {
  command.add_option("--duet-seconds", options.seconds, "Length of the duet, fixed beforehand")
      ->check(number_between(1.0, 86400.0))
      ->capture_default_str();
  command.add_option("--duet-seed", options.seed, "Of the order of blocks and of the resamples")
      ->capture_default_str();
  add_margin(command, "p50", options.margin_p50, "The median");
  add_margin(command, "p95", options.margin_p95, "p95");
  add_margin(command, "p99", options.margin_p99, "p99");
  add_margin(command, "deallocation", options.margin_deallocation, "Create and destroy");
  command
      .add_option("--margin-errors", options.margin_errors, "So many percent of the calls may fail")
      ->check(number_between(0.0, 100.0))
      ->capture_default_str();
}

duet::DuetPlan plan_of(const DuetOptions& options) {
  duet::DuetPlan plan;
  plan.length = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::duration<double>(options.seconds));
  plan.seed = options.seed;
  return plan;
}

duet::Margins margins_of(const DuetOptions& options) {
  return {.p50 = options.margin_p50 * kPercent,
          .p95 = options.margin_p95 * kPercent,
          .p99 = options.margin_p99 * kPercent,
          .deallocation = options.margin_deallocation * kPercent,
          .error_rate = options.margin_errors * kPercent};
}

}  // namespace orbbench::bench
