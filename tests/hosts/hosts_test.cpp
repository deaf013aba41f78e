// Workers on three hosts soak one core, which is on a fourth with the database; one host is cut off
// in the middle.

#include <algorithm>
#include <csignal>
#include <stdexcept>

#include "network_of_hosts.hpp"
#include "shared_work_fixture.hpp"
#include "tcp_relay.hpp"

namespace orbbench::tests {
namespace {

using testing::StartsWith;

constexpr std::size_t kHosts = 3;
constexpr std::size_t kCutOff = 1;

class HostsTest : public SharedWorkFixture {
 protected:
  void SetUp() override {
    try {
      network_.emplace(kHosts);
    } catch (const std::runtime_error& error) {
      GTEST_SKIP() << "no hosts here: " << error.what();
    }
    SharedWorkFixture::SetUp();
    relay_.emplace(NetworkOfHosts::server_address(), server().port);
  }

  void TearDown() override {
    relay_.reset();
    if (network_) {
      SharedWorkFixture::TearDown();
    }
    network_.reset();
  }

  CoreProcess::Settings core_settings() const override {
    return {.further_arguments = {"--publish", NetworkOfHosts::server_address()},
            .listen = "0.0.0.0"};
  }
  std::string core_host() const override { return NetworkOfHosts::server_address(); }

  std::string database() const override {
    if (!relay_) {
      return server().connection_string();
    }
    return "postgresql://" + server().user + ":" + server().password + "@" +
           NetworkOfHosts::server_address() + ":" + std::to_string(relay_->port()) + "/" +
           server().database;
  }

  static std::string name_of(std::size_t host) { return "host-" + std::to_string(host); }

  void start_workers() {
    for (std::size_t host = 0; host < kHosts; ++host) {
      network_->at_host(host,
                        [&] { workers_.push_back(start_worker(name_of(host), {"--drain"})); });
    }
  }

  std::optional<NetworkOfHosts> network_;
  std::optional<TcpRelay> relay_;
  std::vector<std::unique_ptr<CommandRun>> workers_;
};

TEST_F(HostsTest, AHostThatIsCutOffLosesItsItemsAndNothingIsCountedTwice) {
  SoakFile file = soak();
  file.rate = 300;
  file.generators = kHosts;
  file.duration_s = 4;
  const std::string id = submit(file.text());
  start_workers();
  const auto ordinal = static_cast<std::size_t>(await_item_of(name_of(kCutOff), id));
  network_->cut_off(kCutOff);
  ASSERT_TRUE(eventually([&] {
    const work::ItemInfo item = queue().items(id).at(ordinal);
    return item.state == work::ItemState::Done || item.leased_by != name_of(kCutOff);
  })) << "nobody took over";
  network_->join(kCutOff);
  const store::StoredRun result = await_result(id);
  for (const auto& worker : workers_) {
    EXPECT_EQ(worker->exit_status(), 0) << worker->errors();
  }

  const auto items = queue().items(id);
  EXPECT_EQ(items.at(ordinal).history.front().worker, name_of(kCutOff));
  EXPECT_EQ(items.at(ordinal).history.front().outcome, "expired");
  EXPECT_NE(items.at(ordinal).leased_by, name_of(kCutOff));
  for (std::size_t host = 0; host < kHosts; ++host) {
    EXPECT_TRUE(std::ranges::any_of(
        items, [&](const work::ItemInfo& item) { return item.leased_by == name_of(host); }))
        << host << " did nothing";
  }
  EXPECT_THAT(verdict_of(result, "soak.items"), StartsWith("pass"));
  EXPECT_THAT(verdict_of(result, "soak.errors"), StartsWith("pass"));
  EXPECT_EQ(latency_in(result).count(), file.calls());
  const auto merged = latency_in(items);
  const auto kept = latency_in(result);
  EXPECT_EQ(std::vector(merged.counts().begin(), merged.counts().end()),
            std::vector(kept.counts().begin(), kept.counts().end()));
  EXPECT_EQ(count_of_kind(store(), "soak"), 1U);
}

}  // namespace
}  // namespace orbbench::tests
