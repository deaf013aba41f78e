// WF: a widget from its creation to its end.

#include <chrono>
#include <set>

#include "workflow_test.hpp"

namespace orbbench::tests {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::Contains;
using testing::UnorderedElementsAre;

class WidgetLifeTest : public WorkflowTest {
 protected:
  void SetUp() override { client_.emplace(gateway(user_)); }

  std::int64_t rows() {
    return database().count("SELECT count(*) FROM widgets WHERE owner_id = $1",
                            {std::to_string(user_.user_id)});
  }
  std::int64_t total() { return client_->get("/api/v1/widgets").json().at("total"); }

  TestUser user_ = new_user();
  std::optional<HttpClient> client_;
};

std::int64_t id_of(const json& widget) {
  return widget.at("widget_id");
}

TEST_F(WidgetLifeTest, WF01_ACreatedWidgetIsInRowCacheAndAnswerAtOnce) {
  ORBBENCH_NEEDS(has_database() && has_cache(), "the database and the cache");
  const json widget = create_widget(*client_, {{"type", "slider"}, {"label", "Volume"}});
  ASSERT_TRUE(widget.at("widget_id").is_number_integer());
  const auto row = database().widget(id_of(widget));
  const auto cached = cache().value(CacheVerifier::key_of(id_of(widget)));
  const Answer read = client_->get(path_of(widget));
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->at("type"), "slider");
  EXPECT_EQ(row->at("label"), "Volume");
  ASSERT_TRUE(cached.has_value());
  EXPECT_EQ(json::parse(*cached).at("label"), "Volume");
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.json(), widget);
  EXPECT_TRUE(core_has(id_of(widget)));
}

TEST_F(WidgetLifeTest, WF02_WithoutATokenNothingIsCreated) {
  const std::string label = unique("nobody's");
  const Answer refused = gateway().post("/api/v1/widgets", widget_body({{"label", label}}));
  EXPECT_EQ(refused.status, 401) << refused;
  ORBBENCH_NEEDS(has_database(), "the database");
  EXPECT_EQ(database().count("SELECT count(*) FROM widgets WHERE label = $1", {label}), 0);
}

TEST_F(WidgetLifeTest, WF03_WrongFieldsAreEachNamed) {
  const auto refusal = [&](const json& body) {
    const Answer answer = client_->post("/api/v1/widgets", body);
    EXPECT_EQ(answer.status, 400) << body << answer;
    EXPECT_EQ(answer.json().value("code", ""), "VALIDATION_FAILED");
    return answer.json();
  };
  const json unknown = refusal({{"type", "gadget"}, {"label", "l"}});
  EXPECT_THAT(unknown.at("supportedTypes"), Contains("secure_widget"));
  EXPECT_EQ(unknown.at("supportedTypes").size(), 11U);
  EXPECT_THAT(refusal({{"type", "button"}, {"label", ""}}).at("invalidFields"), Contains("label"));
  EXPECT_THAT(refusal({{"type", "button"}, {"label", std::string(256, 'x')}}).at("invalidFields"),
              Contains("label"));
  EXPECT_THAT(refusal(json::object()).at("missingFields"), UnorderedElementsAre("type", "label"));
  EXPECT_THAT(refusal({{"label", "l"}}).at("missingFields"), UnorderedElementsAre("type"));
  for (const int side : {0, -1, 2001}) {
    for (const json& size :
         {json{{"width", side}, {"height", 10}}, {{"width", 10}, {"height", side}}}) {
      EXPECT_THAT(
          refusal(widget_body({{"size", size}})).at("invalidFields"),
          Contains(testing::ResultOf([](const json& name) { return name.get<std::string>(); },
                                     testing::StartsWith("size"))));
    }
  }
  EXPECT_EQ(total(), 0);
}

// A breaker or a limit must not turn a client's own errors into something else.
TEST_F(WidgetLifeTest, WF03_AHundredWrongOnesInARowStay400) {
  for (int i = 0; i < 100; ++i) {
    ASSERT_EQ(client_->post("/api/v1/widgets", {{"type", "button"}}).status, 400) << i;
  }
  create_widget(*client_);
}

TEST_F(WidgetLifeTest, WF04_APartialUpdateIsInRowCacheAndAnswer) {
  ORBBENCH_NEEDS(has_database() && has_cache(), "the database and the cache");
  const json widget = create_widget(*client_);
  const Answer patched =
      client_->patch(path_of(widget), {{"label", "Renamed"}, {"enabled", false}});
  ASSERT_EQ(patched.status, 200) << patched;
  EXPECT_EQ(patched.json().at("version"), 2);
  const auto row = database().widget(id_of(widget));
  const json cached =
      json::parse(cache().value(CacheVerifier::key_of(id_of(widget))).value_or("{}"));
  const json read = client_->get(path_of(widget)).json();
  for (const json& seen : {*row, cached, read}) {
    EXPECT_EQ(seen.at("label"), "Renamed");
    EXPECT_EQ(seen.at("enabled"), json(false)) << seen;
    EXPECT_EQ(seen.at("version"), 2);
    EXPECT_EQ(seen.at("type"), "button");
  }
}

TEST_F(WidgetLifeTest, WF04_AStaleVersionIsRefusedWithTheCurrentOne) {
  const json widget = create_widget(*client_);
  ASSERT_EQ(client_->patch(path_of(widget), {{"label", "two"}, {"version", 1}}).status, 200);
  const Answer stale =
      client_->patch(path_of(widget), {{"label", "three"}}, {{"If-Match", "\"version-1\""}});
  EXPECT_EQ(stale.status, 409) << stale;
  EXPECT_EQ(stale.json().at("currentVersion"), 2);
  EXPECT_EQ(stale.header("etag"), "\"version-2\"");
  EXPECT_EQ(client_->get(path_of(widget)).json().at("label"), "two");
}

TEST_F(WidgetLifeTest, WF06_AMissFillsTheCacheAndTheNextReadHits) {
  ORBBENCH_NEEDS(has_cache(), "the cache");
  const json widget = create_widget(*client_);
  const std::string key = CacheVerifier::key_of(id_of(widget));
  cache().remove(key);
  const Answer miss = client_->get(path_of(widget));
  EXPECT_EQ(miss.status, 200);
  EXPECT_EQ(miss.header("x-cache"), "MISS");
  EXPECT_TRUE(cache().value(key).has_value());
  const Answer hit = client_->get(path_of(widget));
  EXPECT_EQ(hit.header("x-cache"), "HIT");
  EXPECT_EQ(hit.json(), miss.json());
  EXPECT_GE(cache().time_to_live(key), 1);
  EXPECT_LE(cache().time_to_live(key), 3600);
}

TEST_F(WidgetLifeTest, WF07_AStaleValueThatWasPlantedIsNeverServedAfterAnUpdate) {
  ORBBENCH_NEEDS(has_cache(), "the cache");
  const json widget = create_widget(*client_);
  json stale = widget;
  stale["label"] = "stale";
  const std::vector<std::string> plants{stale.dump(), "no JSON", "{}"};
  for (const std::string& planted : plants) {
    cache().plant(CacheVerifier::key_of(id_of(widget)), planted, 300s);
    ASSERT_EQ(client_->patch(path_of(widget), {{"label", "fresh"}}).status, 200);
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(client_->get(path_of(widget)).json().at("label"), "fresh") << planted;
    }
  }
}

TEST_F(WidgetLifeTest, WF10_PagesAreDisjointAndComplete) {
  std::set<std::int64_t> made;
  for (int i = 0; i < 12; ++i) {
    made.insert(id_of(create_widget(*client_)));
  }
  std::set<std::int64_t> seen;
  for (int offset = 0; offset < 12; offset += 5) {
    const Answer page = client_->get("/api/v1/widgets?limit=5&offset=" + std::to_string(offset));
    ASSERT_EQ(page.status, 200) << page;
    EXPECT_EQ(page.json().at("total"), 12);
    EXPECT_EQ(page.json().at("limit"), 5);
    EXPECT_EQ(page.json().at("offset"), offset);
    const json listed = page.json().at("widgets");
    for (const json& widget : listed) {
      EXPECT_TRUE(seen.insert(id_of(widget)).second) << "on two pages";
    }
  }
  EXPECT_EQ(seen, made);
  for (const char* query : {"limit=101", "limit=-1", "limit=0", "limit=x", "offset=-1"}) {
    EXPECT_EQ(client_->get(std::string("/api/v1/widgets?") + query).status, 400) << query;
  }
}

TEST_F(WidgetLifeTest, WF11_AnIdempotencyKeyReplaysItsFirstAnswer) {
  const json body = widget_body();
  const HeaderFields key{{"X-Idempotency-Key", unique("key")}};
  const Answer first = client_->post("/api/v1/widgets", body, key);
  const Answer again = client_->post("/api/v1/widgets", body, key);
  ASSERT_EQ(first.status, 201) << first;
  EXPECT_EQ(again.status, 201) << again;
  EXPECT_EQ(again.json(), first.json());
  EXPECT_EQ(total(), 1);
  const Answer other = client_->post("/api/v1/widgets", widget_body({{"label", "other"}}), key);
  EXPECT_EQ(other.status, 409) << other;
  EXPECT_EQ(other.json().at("code"), "IDEMPOTENCY_CONFLICT");
  EXPECT_EQ(total(), 1);
}

TEST_F(WidgetLifeTest, WF11_AKeyThatIsUsedTenTimesAtOnceMakesOneRow) {
  const json body = widget_body();
  const HeaderFields key{{"X-Idempotency-Key", unique("key")}};
  std::vector<std::int64_t> ids(10);
  at_once(ids.size(), [&](std::size_t number) {
    const Answer answer = gateway(user_).post("/api/v1/widgets", body, key);
    ASSERT_EQ(answer.status, 201) << answer;
    ids[number] = id_of(answer.json());
  });
  EXPECT_EQ((std::set<std::int64_t>(ids.begin(), ids.end()).size()), 1U);
  EXPECT_EQ(total(), 1);
}

TEST_F(WidgetLifeTest, WF14_MovesThroughItsLifeAndIntoNothingElse) {
  const json widget = create_widget(*client_);
  const auto move = [&](const char* state) {
    return client_->patch(path_of(widget), {{"state", state}}).status;
  };
  EXPECT_EQ(widget.at("state"), "created");
  EXPECT_EQ(move("inactive"), 409);
  EXPECT_EQ(move("destroyed"), 409);
  EXPECT_EQ(move("active"), 200);
  EXPECT_EQ(move("created"), 409);
  EXPECT_EQ(move("inactive"), 200);
  EXPECT_EQ(client_->get(path_of(widget)).json().at("state"), "inactive");
  EXPECT_EQ(move("somewhere"), 400);
  EXPECT_EQ(client_->remove(path_of(widget)).status, 204);
  EXPECT_EQ(move("active"), 404);
}

TEST_F(WidgetLifeTest, WF16_EqualInputGivesAnEqualResultHash) {
  const json a = create_widget(*client_);
  const auto invoke = [&](const json& widget, const json& params) {
    return client_->post(path_of(widget, "/orb/invoke"), {{"operation", "add"}, {"params", params}})
        .json();
  };
  const json first = invoke(a, {2, 3});
  EXPECT_EQ(first.at("result"), 5);
  EXPECT_THAT(first.at("result_hash").get<std::string>(), testing::MatchesRegex("[0-9a-f]{64}"));
  EXPECT_EQ(invoke(a, {2, 3}).at("result_hash"), first.at("result_hash"));
  EXPECT_NE(invoke(a, {3, 2}).at("result_hash"), first.at("result_hash"));
  EXPECT_NE(invoke(a, {2, 4}).at("result_hash"), first.at("result_hash"));
}

TEST_F(WidgetLifeTest, WF17_TheExportHoldsTheOwnersDataAndNobodyElses) {
  const json mine = create_widget(*client_);
  const TestUser other = new_user();
  HttpClient others = gateway(other);
  const json theirs = create_widget(others, {{"label", unique("theirs")}});
  const Answer answer = client_->get("/api/v1/export");
  ASSERT_EQ(answer.status, 200) << answer;
  const json document = answer.json();
  ASSERT_EQ(document.at("widgets").size(), 1U);
  EXPECT_EQ(id_of(document.at("widgets")[0]), id_of(mine));
  EXPECT_GE(document.at("sessions").size(), 1U);
  EXPECT_THAT(document.at("audit").dump(), testing::HasSubstr("create"));
  for (const std::string& foreign : {other.username, theirs.at("label").get<std::string>()}) {
    EXPECT_THAT(answer.body, testing::Not(testing::HasSubstr(foreign)));
  }
  for (const std::string& secret : {user_.refresh_token, user_.token, user_.password}) {
    EXPECT_THAT(answer.body, testing::Not(testing::HasSubstr(secret)));
  }
}

TEST_F(WidgetLifeTest, WF18_ASnapshotThatIsImportedAgainHasTheSameHash) {
  create_widget(*client_, {{"type", "checkbox"}, {"label", "one"}, {"enabled", false}});
  create_widget(*client_, {{"label", "two"}, {"size", {{"width", 30}, {"height", 20}}}});
  const json exported = client_->get("/api/v1/snapshot").json();
  const json widgets = client_->get("/api/v1/widgets").json();
  for (const json& widget : widgets.at("widgets")) {
    EXPECT_EQ(client_->remove(path_of(widget)).status, 204);
  }
  EXPECT_EQ(total(), 0);
  EXPECT_NE(client_->get("/api/v1/snapshot").json().at("hash"), exported.at("hash"));
  const Answer imported = client_->post("/api/v1/snapshot", exported);
  ASSERT_EQ(imported.status, 201) << imported;
  EXPECT_EQ(client_->get("/api/v1/snapshot").json().at("hash"), exported.at("hash"));
  EXPECT_EQ(total(), 2);
  EXPECT_EQ(client_->post("/api/v1/snapshot", {{"snapshot", "x"}}).status, 400);
}

TEST_F(WidgetLifeTest, WF20_EachStepIsQuickEnough) {
  std::vector<json> widgets;
  const auto start = std::chrono::steady_clock::now();
  for (int i = 0; i < 100; ++i) {
    const Answer made = client_->post("/api/v1/widgets", widget_body());
    ASSERT_EQ(made.status, 201) << made;
    EXPECT_LT(made.elapsed, 1s);
    widgets.push_back(made.json());
  }
  EXPECT_LT(std::chrono::steady_clock::now() - start, 10s);
  for (std::size_t i = 0; i < 10; ++i) {
    const Answer patched = client_->patch(path_of(widgets[i]), {{"enabled", false}});
    EXPECT_LT(patched.elapsed, 500ms);
    if (has_cache()) {
      cache().remove(CacheVerifier::key_of(id_of(widgets[i])));
    }
    EXPECT_LT(client_->get(path_of(widgets[i])).elapsed, 500ms);
    EXPECT_LT(client_->remove(path_of(widgets[i])).elapsed, 500ms);
  }
}

}  // namespace
}  // namespace orbbench::tests
