#include "run_choice.hpp"

#include <algorithm>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>

#include "orbbench/orb_client/errors.hpp"
#include "progress_events.hpp"

namespace orbbench::bench {
namespace {

constexpr std::size_t kFewestDigits = 4;

bool can_begin_a_run(const std::string& text) {
  return text.size() >= kFewestDigits && text.size() <= 36 &&
         text.find_first_not_of("0123456789abcdef-") == std::string::npos;
}

}  // namespace

std::string choose_run(store::ResultsStore& store, const std::string& given) {
  const std::string shown = "'" + given.substr(0, 40) + "'";
  if (!can_begin_a_run(given)) {
    throw orb_client::ConfigError(
        shown +
        " is no run: give its id, or the first four or more digits of it, "
        "as `orbbench history` shows them");
  }
  const std::vector<std::string> found = store.find(given);
  if (found.empty()) {
    throw orb_client::ConfigError("there is no run " + shown +
                                  ": `orbbench history` lists those there are");
  }
  if (found.size() > 1) {
    throw orb_client::ConfigError("more than one run begins with " + shown +
                                  ": give more digits of its id");
  }
  return found.front();
}

void tell_user(const std::string& line) {
  if (progress_events().are_wanted()) {
    progress_events().progress(line);
    return;
  }
  std::cerr << "orbbench: " << line << std::endl;
}

void print_line(std::ostream& output, const store::RunSummary& run) {
  constexpr int kWidestVerdict = 12;
  constexpr int kUsualKind = 10;
  const std::string started = store::to_text(run.started).substr(0, 19) + "Z";
  output << started << "  " << std::left << std::setw(kWidestVerdict) << run.verdict << "  "
         << std::setw(kUsualKind) << run.kind << "  " << run.uuid
         << (run.commit.empty() ? "" : "  " + run.commit) << '\n';
}

std::string json_of(const store::RunSummary& run) {
  const nlohmann::ordered_json object{{"uuid", run.uuid},
                                      {"kind", run.kind},
                                      {"started_at", store::to_text(run.started)},
                                      {"verdict", run.verdict},
                                      {"commit", run.commit}};
  return object.dump();
}

}  // namespace orbbench::bench
