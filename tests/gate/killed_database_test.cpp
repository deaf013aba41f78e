// The results server dies while `orbbench latency` measures: the run is kept, and kept once.

#include <gmock/gmock.h>
#include <sys/wait.h>

#include <csignal>

#include "../store/store_fixture.hpp"
#include "command_run.hpp"
#include "loaded_core.hpp"

namespace orbbench::tests {
namespace {

using launcher::KeptDatabase;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Arguments = std::vector<std::string>;

class KilledDatabaseTest : public StartedStoreFixture {
 protected:
  Arguments environment() const {
    return {"XDG_DATA_HOME=" + (folder_ / "data").string(), "ORBBENCH_RESULTS_URL=" + connection()};
  }

  /// Measures until it is told to end, and has its database killed meanwhile. Its baseline was read
  /// before.
  std::unique_ptr<CommandRun> latency_beside_a_death() {
    auto command = std::make_unique<CommandRun>(
        core_.latency({"--rate", "200", "--duration", "600", "--store", "--baseline", "main"}),
        environment());
    core_.await_further_pings(300);  // the warm-up is over
    kill(server_->server_pid(), SIGKILL);
    waitpid(server_->server_pid(), nullptr, 0);
    return command;
  }

  void restart_server() {
    KeptDatabase again = KeptDatabase::open(folder_ / "results");
    server_.emplace(std::move(again));
  }

  void set_baseline() {
    CommandRun command(core_.latency({"--rate", "200", "--duration", "0.5", "--store"}),
                       environment());
    command.exit_status();
    CommandRun named({"baseline", "set", "main", run_id_in(command.output())}, environment());
    ASSERT_EQ(named.exit_status(), 0) << named.errors() << command.output() << command.errors();
  }

  std::string runs_of(const std::string& id) const {
    return ask("SELECT count(*) FROM orbbench.runs WHERE run_id = '" + id + "'");
  }

  LoadedCore core_;
};

TEST_F(KilledDatabaseTest, ARunThatItDiedUnderIsStoredOnce) {
  set_baseline();
  const auto command = latency_beside_a_death();
  restart_server();
  command->send(SIGINT);
  command->exit_status();
  EXPECT_EQ(runs_of(run_id_in(command->output())), "1") << command->errors();
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.runs"), "2") << "and the baseline";
  EXPECT_THAT(files(folder_ / "data/orbbench/spool"), IsEmpty());
}

TEST_F(KilledDatabaseTest, ARunThatItWasAwayForWaitsAndIsStoredOnce) {
  set_baseline();
  const auto command = latency_beside_a_death();
  command->send(SIGINT);
  command->exit_status();
  EXPECT_THAT(command->errors(), HasSubstr("waits in"));
  EXPECT_THAT(files(folder_ / "data/orbbench/spool"), SizeIs(1));
  restart_server();
  for (int i = 0; i < 2; ++i) {
    CommandRun history({"history"}, environment());
    EXPECT_EQ(history.exit_status(), 0) << history.errors();
    EXPECT_THAT(history.output(), HasSubstr(run_id_in(command->output())));
  }
  EXPECT_EQ(runs_of(run_id_in(command->output())), "1");
  EXPECT_EQ(ask("SELECT count(*) FROM orbbench.runs"), "2");
  EXPECT_THAT(files(folder_ / "data/orbbench/spool"), IsEmpty());
}

}  // namespace
}  // namespace orbbench::tests
