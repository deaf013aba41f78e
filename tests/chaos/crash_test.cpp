// kill -9 of each service in the middle of 1,000 mixed operations: no acknowledged change is lost,
// and nothing is left in database, cache or core that should not be.

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <set>

#include "chaos_test.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

constexpr std::size_t kOperations = 1000;
constexpr std::size_t kClients = 4;

/// What one client was told of one of its widgets.
struct Known {
  std::set<std::string> labels;  ///< the last acknowledged one, and those whose outcome is unknown
  bool may_be_gone = false;      ///< a deletion was asked for, and not acknowledged
};

class CrashTest : public ChaosTest, public testing::WithParamInterface<const char*> {
 protected:
  void SetUp() override {
    ChaosTest::SetUp();
    start(options());
    user_ = new_user();
  }

  /// Creates, renames and deletes at random, and keeps account of what was acknowledged.
  void work(std::size_t number) {
    std::mt19937 random(static_cast<unsigned>(number));
    HttpClient client = gateway(user_);
    client.set_patience(5s);
    std::map<std::int64_t, Known> mine;
    for (std::size_t i = 0; i < kOperations / kClients; ++i) {
      ++done_;
      const auto dice = random() % 10;
      if (mine.empty() || dice < 4) {
        create(client, mine);
      } else {
        const auto chosen = std::next(mine.begin(), static_cast<long>(random() % mine.size()));
        dice < 7 ? rename(client, chosen->first, chosen->second)
                 : destroy(client, mine, chosen->first);
      }
    }
    const std::lock_guard lock(mutex_);
    known_.merge(mine);
  }

  std::atomic<std::size_t> done_ = 0;
  std::atomic<std::size_t> refused_ = 0;
  std::mutex mutex_;
  std::map<std::int64_t, Known> known_;
  std::set<std::int64_t> gone_;

 private:
  static std::string path(std::int64_t id) { return "/api/v1/widgets/" + std::to_string(id); }

  void create(HttpClient& client, std::map<std::int64_t, Known>& mine) {
    const json body = widget_body();
    const Answer answer = client.post("/api/v1/widgets", body);
    if (answer.status == 201) {
      mine[answer.json().at("widget_id")].labels = {body.at("label")};
    } else {
      back_off();
    }
  }

  void rename(HttpClient& client, std::int64_t id, Known& widget) {
    const std::string label = unique("renamed");
    const Answer answer = client.patch(path(id), {{"label", label}});
    if (answer.status == 200) {
      widget.labels = {label};
    } else {
      widget.labels.insert(label);
      EXPECT_TRUE(answer.status != 404 || widget.may_be_gone) << "an acknowledged widget is lost";
      back_off();
    }
  }

  void destroy(HttpClient& client, std::map<std::int64_t, Known>& mine, std::int64_t id) {
    const Answer answer = client.remove(path(id));
    if (answer.status == 204 || answer.status == 404) {
      EXPECT_TRUE(answer.status != 404 || mine[id].may_be_gone) << "an acknowledged widget is lost";
      mine.erase(id);
      const std::lock_guard lock(mutex_);
      gone_.insert(id);
    } else {
      mine[id].may_be_gone = true;
      back_off();
    }
  }

  /// A client's pause: time is what it is about. Without it the operations would all be
  /// spent on refusals before the server is back.
  void back_off() {
    ++refused_;
    std::this_thread::sleep_for(20ms);
  }
};

TEST_P(CrashTest, NothingAcknowledgedIsLostAndNothingIsOrphaned) {
  const std::string part = GetParam();
  std::vector<std::jthread> clients;
  for (std::size_t number = 0; number < kClients; ++number) {
    clients.emplace_back([this, number] { work(number); });
  }
  ASSERT_TRUE(eventually([&] { return done_ > kOperations / 3; }, 60s));
  const std::size_t refused_before = refused_;
  kill_part(part);
  // Else the crash was not felt, and proves nothing.
  ASSERT_TRUE(eventually([&] { return refused_ >= refused_before + kClients; }));
  start_part(part);
  clients.clear();

  // What was cut in the middle is completed or undone by the service itself.
  EXPECT_TRUE(
      eventually([&] { return database().count("SELECT count(*) FROM widget_intents") == 0; }, 30s))
      << "intents are left";
  std::set<std::int64_t> rows;
  for (const auto& row : database().query("SELECT widget_id FROM widgets")) {
    rows.insert(row[0].as<std::int64_t>());
  }
  EXPECT_TRUE(eventually(
      [&] {
        const auto objects = core_objects();
        return std::set<std::int64_t>(objects.begin(), objects.end()) == rows;
      },
      30s))
      << rows.size() << " rows, " << core_objects().size() << " objects in the core";

  for (const auto& [id, widget] : known_) {
    const auto row = database().widget(id);
    EXPECT_TRUE(row.has_value() || widget.may_be_gone) << "widget " << id << " is lost";
    if (row) {
      EXPECT_TRUE(widget.labels.contains(row->at("label"))) << "a rename of " << id << " is lost";
    }
  }
  for (const std::int64_t id : gone_) {
    EXPECT_FALSE(rows.contains(id)) << "widget " << id << " came back";
  }
  for (const std::string& key : cache().keys("widget:*")) {
    const std::int64_t id = std::stoll(key.substr(key.find(':') + 1));
    ASSERT_TRUE(rows.contains(id)) << key << " has no row";
    EXPECT_EQ(json::parse(cache().value(key).value_or("{}")).value("label", ""),
              database().widget(id)->at("label"))
        << key << " is stale";
  }
}

INSTANTIATE_TEST_SUITE_P(EachService, CrashTest,
                         testing::Values("widget-core-1", "core", "postgres", "redis", "gateway"),
                         [](const auto& parameter) {
                           std::string name = parameter.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace orbbench::tests
