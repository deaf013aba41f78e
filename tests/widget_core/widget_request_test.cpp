#include "model/widget_request.hpp"

#include <gmock/gmock.h>

#include "model/widget_record.hpp"
#include "orbbench/service/http.hpp"

namespace orbbench::widget_core {
namespace {

using nlohmann::json;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

template <class Read>
std::vector<std::string> invalid_fields(Read read) {
  try {
    read();
  } catch (const service::HttpError& error) {
    EXPECT_EQ(error.status(), 400);
    EXPECT_EQ(error.code(), "VALIDATION_FAILED");
    return error.fields().value("invalidFields", std::vector<std::string>());
  }
  ADD_FAILURE() << "it was taken";
  return {};
}

std::vector<std::string> invalid_in_draft(json body) {
  return invalid_fields([&] { read_draft(body); });
}

json draft(const json& more) {
  json body{{"type", "button"}, {"label", "l"}};
  body.update(more);
  return body;
}

TEST(WidgetRequestTest, ADraftIsReadAndItsSecretWipedFromTheBody) {
  json body = draft({{"size", {{"width", 1}, {"height", 2000}}},
                     {"position", {{"x", -5}, {"y", 7}}},
                     {"enabled", false},
                     {"sensitive_data", "canary"}});
  WidgetDraft read = read_draft(body);
  EXPECT_EQ(read.widget.size, (widget_bridge::Size{1, 2000}));
  EXPECT_EQ(read.widget.position, (widget_bridge::Position{-5, 7}));
  EXPECT_FALSE(read.widget.enabled);
  const auto secret = read.sensitive_data.octets();
  EXPECT_EQ(std::string(secret.begin(), secret.end()), "canary");
  EXPECT_EQ(body["sensitive_data"].get<std::string>(), std::string(6, '\0'));
}

TEST(WidgetRequestTest, EveryMistakeOfADraftIsNamed) {
  EXPECT_THAT(invalid_in_draft({{"type", "buton"},
                                {"label", ""},
                                {"size", {{"width", 0}, {"height", 1}}},
                                {"enabled", 1},
                                {"lable", "x"}}),
              UnorderedElementsAre("type", "label", "size", "enabled", "lable"));
  json empty = json::object();
  try {
    read_draft(empty);
    ADD_FAILURE();
  } catch (const service::HttpError& error) {
    EXPECT_EQ(error.fields().at("missingFields"), json({"type", "label"}));
  }
}

TEST(WidgetRequestTest, SizesAreIntegersFromOneToTwoThousand) {
  for (const json& side : {json(0), json(-1), json(2001), json(1.5), json("9"), json(nullptr),
                           json(18446744073709551615U)}) {
    EXPECT_THAT(invalid_in_draft(draft({{"size", {{"width", side}, {"height", 5}}}})),
                ElementsAre("size"))
        << side;
  }
  EXPECT_THAT(invalid_in_draft(draft({{"size", {{"width", 5}}}})), ElementsAre("size"));
}

TEST(WidgetRequestTest, LabelsHaveOneTo255Octets) {
  json longest = draft({{"label", std::string(255, 'x')}});
  EXPECT_NO_THROW(read_draft(longest));
  EXPECT_THAT(invalid_in_draft(draft({{"label", std::string(256, 'x')}})), ElementsAre("label"));
  EXPECT_THAT(invalid_in_draft(draft({{"label", std::string("a\0b", 3)}})), ElementsAre("label"));
}

TEST(WidgetRequestTest, AValueMustBeOneThatTheTypeCanHave) {
  EXPECT_THAT(invalid_in_draft(draft({{"value", true}})), ElementsAre("value"));
  json slider = draft({{"type", "slider"}, {"value", 100}});
  EXPECT_NO_THROW(read_draft(slider));
  EXPECT_THAT(invalid_in_draft(draft({{"type", "slider"}, {"value", 101}})), ElementsAre("value"));
}

TEST(WidgetRequestTest, APatchTellsAbsentFromNull) {
  const WidgetChanges changes = read_patch({{"position", nullptr}, {"version", 3}});
  ASSERT_TRUE(changes.position.has_value());
  EXPECT_FALSE(changes.position->has_value());
  EXPECT_FALSE(changes.size.has_value());
  EXPECT_EQ(changes.version, 3);
  EXPECT_THAT(invalid_fields([] {
                read_patch({{"type", "label"}, {"labels", 1}});
              }),
              UnorderedElementsAre("type", "labels"));
  EXPECT_THROW(read_patch({{"version", 1}}), service::HttpError);
}

TEST(WidgetRequestTest, AReplacementResetsWhatItDoesNotName) {
  const WidgetChanges changes = read_replacement({{"label", "new"}});
  EXPECT_EQ(changes.enabled, true);
  ASSERT_TRUE(changes.size.has_value());
  EXPECT_FALSE(changes.size->has_value());
  EXPECT_FALSE(changes.orb_reference.has_value());
}

TEST(WidgetRequestTest, IfMatchTakesOurTagsOnly) {
  EXPECT_EQ(read_if_match("\"version-12\""), 12);
  EXPECT_EQ(read_if_match("*"), std::nullopt);
  for (const char* header : {"version-12", "\"version-\"", "\"version-0\"", "\"version-1x\"", ""}) {
    EXPECT_THROW(read_if_match(header), service::HttpError) << header;
  }
}

TEST(WidgetRecordTest, WhatTheCacheHoldsIsReadBackOrRefused) {
  WidgetRecord record;
  record.widget = {.id = 7, .type = widget_bridge::WidgetType::Checkbox, .label = "l"};
  record.widget.value = true;
  record.owner_id = 3;
  record.created_at = "2026-01-01T00:00:00.000000Z";
  EXPECT_EQ(parse_record(to_json(record).dump()), record);
  for (const char* garbled : {"", "{", "null", "[]", "{\"widget_id\":7}"}) {
    EXPECT_EQ(parse_record(garbled), std::nullopt) << garbled;
  }
  json wrong = to_json(record);
  wrong["value"] = 12;  // of a checkbox
  EXPECT_EQ(parse_record(wrong.dump()), std::nullopt);
}

TEST(WidgetRecordTest, OnlyTheOwnerOfTheSameTenantMaySeeIt) {
  WidgetRecord record;
  record.owner_id = 3;
  record.tenant_id = 2;
  EXPECT_TRUE(may_see(std::nullopt, record));
  EXPECT_TRUE(may_see(service::Caller{3, 2, "user"}, record));
  EXPECT_FALSE(may_see(service::Caller{3, 1, "user"}, record));
  EXPECT_FALSE(may_see(service::Caller{4, 2, "admin"}, record));
}

}  // namespace
}  // namespace orbbench::widget_core
