#include "selfcheck/mutant_core.hpp"

#include "selfcheck/function_range.hpp"

namespace orbbench::selfcheck {
namespace {

using free_witness::WatchedCore;

constexpr const char* kHost = "127.0.0.1";
constexpr const char* kWipeFunction = "orbbench::orb_core::wipe(void*, unsigned long)";

orb_client::Deadline soon() {
  return orb_client::Deadline::after(std::chrono::seconds(5));
}

WatchedCore::Settings settings_for(const Laboratory& laboratory, const std::string& wipe) {
  WatchedCore::Settings settings{
      .program = laboratory.core_program,
      .arguments = {"--listen", kHost, "--port", "0", "--metrics-port", "0", "--enable-faults"}};
  if (!wipe.empty()) {
    settings.arguments.insert(settings.arguments.end(), {"--wipe-with", wipe});
    settings.further_libraries = {laboratory.null_wipe};
    settings.environment = {
        {kNullWipeVariable, range_of_function(laboratory.core_program, kWipeFunction)}};
  }
  return settings;
}

}  // namespace

MutantCore::MutantCore(Laboratory& laboratory, const std::string& wipe)
    : core_(laboratory.runtime, settings_for(laboratory, wipe), laboratory.stop),
      pool_(laboratory.runtime, orb_client::Endpoint::parse(core_.reference()),
            {.lanes = 1, .waiters = 0}),
      control_(pool_.lease(soon())),
      context_{laboratory.runtime,
               orb_client::Endpoint::parse(core_.reference()),
               metrics::Scraper("http://" + std::string(kHost) + ":" +
                                std::to_string(core_.metrics_port())),
               laboratory.expectations,
               {},
               laboratory.stop,
               laboratory.report} {}

void MutantCore::inject(orb_client::FaultKind fault, const std::string& site) {
  control_->inject_fault(fault, site, soon());
}

void MutantCore::clear() {
  control_->clear_faults(soon());
}

}  // namespace orbbench::selfcheck
