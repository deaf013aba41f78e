// Workers on three hosts soak one core; one host is cut off in the middle.

#include <algorithm>
#include <csignal>
#include <deque>
#include <stdexcept>

#include "network_of_hosts.hpp"
#include "shared_work_fixture.hpp"
#include "tcp_relay.hpp"

namespace orbbench::tests {
namespace {

using testing::StartsWith;

constexpr std::size_t kHosts = 3;
constexpr std::size_t kCutOff = 1;

class HostsFixture : public SharedWorkFixture {
 protected:
  /// What is started in there is on that host.
  virtual void at_host(std::size_t host, const std::function<void()>& start) = 0;
  virtual void cut_off(std::size_t host) = 0;
  virtual void join(std::size_t host) = 0;

  std::string database_at(const std::string& address, std::uint16_t port) const {
    return "postgresql://" + server().user + ":" + server().password + "@" + address + ":" +
           std::to_string(port) + "/" + server().database;
  }

  static std::string name_of(std::size_t host) { return "host-" + std::to_string(host); }

  void start_workers() {
    for (std::size_t host = 0; host < kHosts; ++host) {
      at_host(host, [&] { workers_.push_back(start_worker(name_of(host), {"--drain"})); });
    }
  }

  void expect_that_a_host_loses_its_items_and_nothing_is_counted_twice();

  std::vector<std::unique_ptr<CommandRun>> workers_;
};

void HostsFixture::expect_that_a_host_loses_its_items_and_nothing_is_counted_twice() {
  SoakFile file = soak();
  file.rate = 300;
  file.generators = kHosts;
  file.duration_s = 4;
  const std::string id = submit(file.text());
  start_workers();
  const auto ordinal = static_cast<std::size_t>(await_item_of(name_of(kCutOff), id));
  cut_off(kCutOff);
  ASSERT_TRUE(eventually([&] {
    const work::ItemInfo item = queue().items(id).at(ordinal);
    return item.state == work::ItemState::Done || item.leased_by != name_of(kCutOff);
  })) << "nobody took over";
  join(kCutOff);
  for (const auto& worker : workers_) {
    EXPECT_EQ(worker->exit_status(), 0) << worker->errors();
  }
  const store::StoredRun result = await_result(id);

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

/// Each host has a network of its own; the core is on a fourth with the database.
class HostsTest : public HostsFixture {
 protected:
  void SetUp() override {
    try {
      network_.emplace(kHosts);
    } catch (const std::runtime_error& error) {
      GTEST_SKIP() << "no networks here, see LoopbackHostsTest: " << error.what();
    }
    HostsFixture::SetUp();
    relay_.emplace(NetworkOfHosts::server_address(), server().port);
  }

  void TearDown() override {
    relay_.reset();
    if (network_) {
      HostsFixture::TearDown();
    }
    network_.reset();
  }

  CoreProcess::Settings core_settings() const override {
    return {.further_arguments = {"--publish", NetworkOfHosts::server_address()},
            .listen = "0.0.0.0"};
  }
  std::string core_host() const override { return NetworkOfHosts::server_address(); }
  std::string database() const override {
    return relay_ ? database_at(NetworkOfHosts::server_address(), relay_->port())
                  : server().connection_string();
  }
  void at_host(std::size_t host, const std::function<void()>& start) override {
    network_->at_host(host, start);
  }
  void cut_off(std::size_t host) override { network_->cut_off(host); }
  void join(std::size_t host) override { network_->join(host); }

 private:
  std::optional<NetworkOfHosts> network_;
  std::optional<TcpRelay> relay_;
};

TEST_F(HostsTest, AHostThatIsCutOffLosesItsItemsAndNothingIsCountedTwice) {
  expect_that_a_host_loses_its_items_and_nothing_is_counted_twice();
}

/// Without rights: each host is an address of the loopback, and is cut off from the database alone.
class LoopbackHostsTest : public HostsFixture {
 protected:
  void SetUp() override {
    HostsFixture::SetUp();
    for (std::size_t host = 0; host < kHosts; ++host) {
      links_.emplace_back(address_of(host), server().port);
    }
  }

  void TearDown() override {
    workers_.clear();
    links_.clear();
    HostsFixture::TearDown();
  }

  static std::string address_of(std::size_t host) { return "127.0.0." + std::to_string(11 + host); }

  std::string database() const override {
    return here_ ? database_at(address_of(*here_), links_[*here_].port())
                 : server().connection_string();
  }
  void at_host(std::size_t host, const std::function<void()>& start) override {
    here_ = host;
    start();
    here_.reset();
  }
  void cut_off(std::size_t host) override { links_[host].cut_off(); }
  void join(std::size_t host) override { links_[host].join(); }

 private:
  std::deque<TcpRelay> links_;
  std::optional<std::size_t> here_;
};

TEST_F(LoopbackHostsTest, AHostThatIsCutOffLosesItsItemsAndNothingIsCountedTwice) {
  expect_that_a_host_loses_its_items_and_nothing_is_counted_twice();
}

}  // namespace
}  // namespace orbbench::tests
