#include <atomic>
#include <chrono>
#include <set>
#include <thread>

#include "workflow_test.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;

/// Many clients at once, each with a connection of its own.
class ConcurrencyTest : public WorkflowTest {
 protected:
  static std::size_t count_of(const std::vector<int>& statuses, int status) {
    return static_cast<std::size_t>(std::ranges::count(statuses, status));
  }

  std::int64_t rows_of(const TestUser& user) {
    return database().count("SELECT count(*) FROM widgets WHERE owner_id = $1",
                            {std::to_string(user.user_id)});
  }
};

TEST_F(ConcurrencyTest, CO01_FiftyParallelCreatesOfOneUserMakeFiftyRows) {
  ORBBENCH_NEEDS(has_database(), "the database (POSTGRES_HOST)");
  const TestUser user = new_user();
  std::mutex mutex;
  std::multiset<std::int64_t> ids;
  at_once(10, [&](std::size_t) {
    HttpClient client = gateway(user);
    for (int i = 0; i < 5; ++i) {
      const Answer answer = client.post("/api/v1/widgets", widget_body());
      ASSERT_EQ(answer.status, 201) << answer;
      const std::lock_guard lock(mutex);
      ids.insert(answer.json().at("widget_id").get<std::int64_t>());
    }
  });
  EXPECT_EQ(ids.size(), 50U);
  EXPECT_EQ((std::set<std::int64_t>(ids.begin(), ids.end()).size()), 50U)
      << "an id was given twice";
  EXPECT_EQ(rows_of(user), 50);
}

TEST_F(ConcurrencyTest, CO01_TenUsersCreateAtOnceAndEachOwnsItsOwn) {
  ORBBENCH_NEEDS(has_database(), "the database (POSTGRES_HOST)");
  std::vector<TestUser> users;
  for (int i = 0; i < 10; ++i) {
    users.push_back(new_user());
  }
  at_once(users.size(), [&](std::size_t number) {
    HttpClient client = gateway(users[number]);
    for (int i = 0; i < 5; ++i) {
      const Answer answer = client.post("/api/v1/widgets", widget_body());
      ASSERT_EQ(answer.status, 201) << answer;
      EXPECT_EQ(answer.json().at("owner_id"), users[number].user_id);
    }
  });
  for (const TestUser& user : users) {
    EXPECT_EQ(rows_of(user), 5);
  }
}

TEST_F(ConcurrencyTest, CO02_OfTwentyUpdatesOfOneVersionOneSucceeds) {
  const TestUser user = new_user();
  HttpClient client = gateway(user);
  const auto widget = create_widget(client);
  std::vector<int> statuses(20);
  at_once(statuses.size(), [&](std::size_t number) {
    const Answer answer = gateway(user).patch(
        path_of(widget),
        {{"label", "writer " + std::to_string(number)}, {"version", widget.at("version")}});
    statuses[number] = answer.status;
    if (answer.status == 409) {
      EXPECT_EQ(answer.json().at("code"), "VERSION_CONFLICT");
      EXPECT_EQ(answer.json().at("currentVersion"), 2);
      EXPECT_EQ(answer.header("etag"), "\"version-2\"");
    }
  });
  EXPECT_EQ(count_of(statuses, 200), 1U);
  EXPECT_EQ(count_of(statuses, 409), 19U);
  EXPECT_EQ(client.get(path_of(widget)).json().at("version"), 2);
}

TEST_F(ConcurrencyTest, CO03_NoIncrementIsLostAmongTwentyWriters) {
  const TestUser user = new_user();
  HttpClient client = gateway(user);
  const auto widget = create_widget(client, {{"position", {{"x", 0}, {"y", 0}}}});
  at_once(20, [&](std::size_t) {
    HttpClient own = gateway(user);
    for (int done = 0; done < 2;) {
      const auto seen = own.get(path_of(widget)).json();
      const int x = seen.at("position").at("x");
      const Answer answer =
          own.patch(path_of(widget), {{"position", {{"x", x + 1}, {"y", 0}}}},
                    {{"If-Match", "\"version-" + seen.at("version").dump() + "\""}});
      ASSERT_TRUE(answer.status == 200 || answer.status == 409) << answer;
      done += answer.status == 200 ? 1 : 0;
    }
  });
  const auto last = client.get(path_of(widget)).json();
  EXPECT_EQ(last.at("position").at("x"), 40);
  EXPECT_EQ(last.at("version"), 41);
}

TEST_F(ConcurrencyTest, CO04_ParallelPatchesOfThreeFieldsAreAllKept) {
  const TestUser user = new_user();
  HttpClient client = gateway(user);
  for (int round = 0; round < 5; ++round) {
    const auto widget = create_widget(client);
    const std::vector<nlohmann::json> patches{
        {{"label", "patched"}}, {{"enabled", false}}, {{"size", {{"width", 77}, {"height", 33}}}}};
    at_once(patches.size(), [&](std::size_t number) {
      const Answer answer = gateway(user).patch(path_of(widget), patches[number]);
      EXPECT_EQ(answer.status, 200) << answer;
    });
    const auto last = client.get(path_of(widget)).json();
    EXPECT_EQ(last.at("label"), "patched");
    EXPECT_EQ(last.at("enabled"), false);
    EXPECT_EQ(last.at("size"), patches[2].at("size"));
    EXPECT_EQ(last.at("version"), 4);
  }
}

TEST_F(ConcurrencyTest, CO06_EveryWriterReadsItsOwnWrite) {
  const TestUser user = new_user();
  at_once(20, [&](std::size_t number) {
    HttpClient client = gateway(user);
    const int pairs = number < 10 ? 3 : 2;
    for (int i = 0; i < pairs; ++i) {
      const Answer made = client.post("/api/v1/widgets", widget_body());
      ASSERT_EQ(made.status, 201) << made;
      const Answer read = client.get(path_of(made.json()));
      ASSERT_EQ(read.status, 200) << read;
      EXPECT_EQ(read.json().at("label"), made.json().at("label"));
    }
  });
}

/// A change of two widgets in one transaction, in that order.
nlohmann::json change_of_two(const nlohmann::json& first, const nlohmann::json& second,
                             const nlohmann::json& fields) {
  nlohmann::json changes = nlohmann::json::array();
  for (const auto* widget : {&first, &second}) {
    nlohmann::json change = fields;
    change["widget_id"] = widget->at("widget_id");
    changes.push_back(std::move(change));
  }
  return {{"widgets", changes}};
}

TEST_F(ConcurrencyTest, CO07_OppositeUpdatesOfTwoRowsBothFinishInFiveSeconds) {
  const TestUser user = new_user();
  HttpClient client = gateway(user);
  const auto a = create_widget(client);
  const auto b = create_widget(client);
  const auto start = std::chrono::steady_clock::now();
  at_once(8, [&](std::size_t number) {
    HttpClient own = gateway(user);
    const bool forward = number % 2 == 0;
    for (int i = 0; i < 5; ++i) {
      const auto change = change_of_two(forward ? a : b, forward ? b : a, {{"enabled", forward}});
      const Answer answer = own.patch("/api/v1/widgets", change);
      ASSERT_EQ(answer.status, 200) << answer;
    }
  });
  EXPECT_LT(std::chrono::steady_clock::now() - start, 5s);
  EXPECT_EQ(client.get(path_of(a)).json().at("version"), 41);
  EXPECT_EQ(client.get(path_of(b)).json().at("version"), 41);
}

// The second of two changes in one transaction is refused: the first was written, and undone.
TEST_F(ConcurrencyTest, CO08_AChangeThatIsRolledBackWasNeverVisible) {
  const TestUser user = new_user();
  HttpClient client = gateway(user);
  const auto first = create_widget(client, {{"enabled", true}});
  const auto second = create_widget(client);
  auto change = change_of_two(first, second, {{"enabled", false}});
  change["widgets"][1]["version"] = 99;
  std::atomic<bool> over = false;
  std::atomic<int> strange = 0;
  std::jthread reader([&] {
    HttpClient own = gateway(user);
    while (!over) {
      const Answer answer = own.get(path_of(first));
      strange += answer.status == 200 && answer.json().at("enabled") == true ? 0 : 1;
    }
  });
  for (int i = 0; i < 20; ++i) {
    const Answer refused = client.patch("/api/v1/widgets", change);
    EXPECT_EQ(refused.status, 409) << refused;
  }
  over = true;
  reader.join();
  EXPECT_EQ(strange, 0);
  EXPECT_EQ(client.get(path_of(first)).json().at("version"), 1);
}

TEST_F(ConcurrencyTest, CO09_TenWorkersCreateAHundredAtTenASecondOrMore) {
  const TestUser user = new_user();
  const auto start = std::chrono::steady_clock::now();
  at_once(10, [&](std::size_t) {
    HttpClient client = gateway(user);
    for (int i = 0; i < 10; ++i) {
      ASSERT_EQ(client.post("/api/v1/widgets", widget_body()).status, 201);
    }
  });
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
}

TEST_F(ConcurrencyTest, CO09_TwentyWorkersSeeAP95UnderOneSecond) {
  const TestUser user = new_user();
  std::vector<std::chrono::steady_clock::duration> times(100);
  at_once(20, [&](std::size_t number) {
    HttpClient client = gateway(user);
    for (std::size_t i = 0; i < 5; ++i) {
      const Answer answer = client.post("/api/v1/widgets", widget_body());
      ASSERT_EQ(answer.status, 201) << answer;
      times[number * 5 + i] = answer.elapsed;
    }
  });
  std::ranges::sort(times);
  EXPECT_LT(times[94], 1s);
}

TEST_F(ConcurrencyTest, CO10_MoreClientsThanDatabaseConnectionsAreAllServedAndNoneIsLeaked) {
  ORBBENCH_NEEDS(has_database(), "the database (POSTGRES_HOST)");
  const TestUser user = new_user();
  at_once(40, [&](std::size_t) {
    HttpClient client = gateway(user);
    for (int i = 0; i < 3; ++i) {
      const Answer answer = client.get("/api/v1/widgets?limit=1");
      ASSERT_EQ(answer.status, 200) << answer;
    }
  });
  // A connection that was not given back would still be in its transaction.
  EXPECT_TRUE(eventually([&] {
    return database().count(
               "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' "
               "AND now() - state_change > interval '1 s'") == 0;
  }));
}

}  // namespace
}  // namespace orbbench::tests
