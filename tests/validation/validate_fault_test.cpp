// The command fails for each fault of the ledger, and names the site where it is.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "command_run.hpp"
#include "core_process.hpp"
#include "orbbench/orb_client/connection_pool.hpp"

namespace orbbench::tests {
namespace {

using orb_client::FaultKind;
using testing::HasSubstr;
using testing::Not;

struct Fault {
  FaultKind kind;
  const char* site;
  const char* bystander;  ///< a sound site, which must not be named
};

void PrintTo(const Fault& fault, std::ostream* out) {
  *out << to_string(fault.kind) << " at " << fault.site;
}

class ValidateFaultTest : public testing::TestWithParam<Fault> {
 protected:
  void inject(const Fault& fault) {
    orb_client::OrbRuntime runtime;
    orb_client::ConnectionPool pool(runtime, orb_client::Endpoint::parse(core_.reference()), {});
    const auto deadline = orb_client::Deadline::after(std::chrono::seconds(5));
    pool.lease(deadline)->inject_fault(fault.kind, fault.site, deadline);
  }

  CoreProcess core_;
};

TEST_P(ValidateFaultTest, ExitsOneAndNamesTheSite) {
  inject(GetParam());
  CommandRun command({"validate", "--core", core_.address(), "--metrics",
                      "http://127.0.0.1:" + std::to_string(core_.ports().metrics), "--checks",
                      "ledger.bookkeeping,ledger.coverage,zeroization.count"},
                     {});
  EXPECT_EQ(command.exit_status(), 1) << command.output() << command.errors();
  EXPECT_THAT(command.output(), HasSubstr(std::string("! ") + GetParam().site + ": "));
  EXPECT_THAT(command.output(), Not(HasSubstr(std::string("! ") + GetParam().bystander + ": ")));
  EXPECT_THAT(command.output(), HasSubstr("verdict: fail"));
}

INSTANTIATE_TEST_SUITE_P(
    Faults, ValidateFaultTest,
    testing::Values(Fault{FaultKind::Leak, "encryption_key", "session_token"},
                    Fault{FaultKind::Leak, "any_content", "any_container"},
                    Fault{FaultKind::Leak, "ledger_row", "ledger_snapshot"},
                    Fault{FaultKind::CountTwice, "session_token", "encryption_key"},
                    Fault{FaultKind::CountTwice, "reply_header", "request_header"},
                    Fault{FaultKind::CountWithoutFreeing, "credential_secret", "session_token"},
                    Fault{FaultKind::CountWithoutFreeing, "listing_row", "listing_page"},
                    Fault{FaultKind::FreeWithoutCounting, "hash_context", "cipher_context"},
                    Fault{FaultKind::FreeWithoutCounting, "callback_message", "named_value"},
                    Fault{FaultKind::SkipZeroization, "encryption_key", "session_token"},
                    Fault{FaultKind::SkipZeroization, "random_pool", "crypto_buffer"}),
    [](const auto& param_info) {
      std::string name = to_string(param_info.param.kind);
      name += std::string("_") + param_info.param.site;
      std::replace_if(
          name.begin(), name.end(), [](char letter) { return !std::isalnum(letter); }, '_');
      return name;
    });

}  // namespace
}  // namespace orbbench::tests
