#include "selfcheck_command.hpp"

#include <memory>

#include "error_rates_run.hpp"
#include "mutants_run.hpp"
#include "orbbench/orb_client/errors.hpp"
#include "progress_events.hpp"

namespace orbbench::bench {
namespace {

struct SelfcheckOptions {
  ErrorRatesOptions error_rates;
  MutantsOptions mutants;
};

int selfcheck(const SelfcheckOptions& options) {
  if (options.error_rates.asked && options.mutants.asked) {
    throw orb_client::ConfigError(
        "selfcheck shows one thing at a time: --error-rates or --mutants");
  }
  if (options.error_rates.asked) {
    return run_error_rates(options.error_rates);
  }
  if (options.mutants.asked) {
    MutantsOptions mutants = options.mutants;
    mutants.seed = options.error_rates.seed;
    mutants.json_file = options.error_rates.json_file;
    return run_mutants(mutants);
  }
  throw orb_client::ConfigError("selfcheck needs to know what to show: --error-rates or --mutants");
}

}  // namespace

void add_selfcheck_command(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand(
      "selfcheck", "Show what the bench itself catches, and how often it is wrong");
  auto options = std::make_shared<SelfcheckOptions>();
  add_error_rates_options(*command, options->error_rates);
  add_mutants_options(*command, options->mutants);
  add_progress_option(*command);
  command->add_option("--seed", options->error_rates.seed, "Of all that is drawn at random")
      ->capture_default_str();
  command->add_option("--json", options->error_rates.json_file, "Write the result as JSON");
  command->callback([options, &chosen] { chosen = [options] { return selfcheck(*options); }; });
}

}  // namespace orbbench::bench
