// The widgets' objects in a real core, through the policies that the widget core uses.

#include "orbbench/widget_bridge/core_widgets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "core_fixture.hpp"

namespace orbbench::tests {
namespace {

using namespace orb_client;
using testing::Each;
using testing::ElementsAre;
using widget_bridge::CoreWidgets;
using widget_bridge::WidgetType;

class CoreWidgetsTest : public CoreFixture {
 protected:
  void create(std::int64_t id, const std::string& label = "Save") {
    widgets_.create(id, WidgetType::Button, label, {}, soon());
  }

  CoreClient client_{runtime_, {.endpoints = {Endpoint::parse(core_.reference())}}};
  CoreWidgets widgets_{client_};
};

TEST_F(CoreWidgetsTest, ACreatedWidgetIsListedUntilItIsDestroyed) {
  create(7);
  create(3);
  EXPECT_THAT(widgets_.list(soon()), ElementsAre(3, 7));
  EXPECT_TRUE(widgets_.destroy(7, soon()));
  EXPECT_THAT(widgets_.list(soon()), ElementsAre(3));
  EXPECT_FALSE(widgets_.find(7, soon()));
  EXPECT_TRUE(widgets_.find(3, soon()));
}

TEST_F(CoreWidgetsTest, DestroySaysThatThereWasNone) {
  EXPECT_FALSE(widgets_.destroy(404, soon()));
}

TEST_F(CoreWidgetsTest, WF19_SensitiveDataIsWipedWhenTheCreationIsDone) {
  std::array<std::uint8_t, 32> secret{};
  secret.fill(0x5a);
  widgets_.create(1, WidgetType::SecureWidget, "Key", secret, soon());
  EXPECT_THAT(secret, Each(0));
}

TEST_F(CoreWidgetsTest, WF19_SensitiveDataIsWipedWhenTheCreationFails) {
  create(1);
  std::array<std::uint8_t, 32> secret{};
  secret.fill(0x5a);
  EXPECT_THROW(widgets_.create(1, WidgetType::SecureWidget, "Key", secret, soon()), RemoteError);
  EXPECT_THAT(secret, Each(0));
}

TEST_F(CoreWidgetsTest, RelabelChangesTheLabelInTheCore) {
  create(5, "Old");
  widgets_.relabel(5, "Größe", soon());
  const auto held = client_.call({.name = "list"}, soon(), [](CoreLane& lane, Deadline by) {
    return lane.list_widgets(0, 10, by);
  });
  ASSERT_EQ(held.size(), 1U);
  EXPECT_EQ(held[0].label, "Größe");
}

TEST_F(CoreWidgetsTest, RelabelOfAMissingWidgetIsWidgetNotFound) {
  const auto error = error_of<RemoteError>([&] { widgets_.relabel(404, "New", soon()); });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->facts().exception, "OrbCore::WidgetNotFound");
}

TEST_F(CoreWidgetsTest, ListReadsAllPages) {
  for (std::int64_t id = 1; id <= 205; ++id) {
    create(id);
  }
  const auto ids = widgets_.list(soon());
  EXPECT_EQ(ids.size(), 205U);
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
}

TEST_F(CoreWidgetsTest, InvokeAnswersForAWidgetOfAnotherLane) {
  create(9);
  EXPECT_EQ(widgets_.invoke(9, "uppercase", {std::string("text")}, soon()),
            Argument(std::string("TEXT")));
}

TEST_F(CoreWidgetsTest, EachKnownOperationHasItsOwnBreakerAndTheOthersShareOne) {
  create(9);
  EXPECT_THROW(widgets_.invoke(9, "no_such_operation", {}, soon()), RemoteError);
  EXPECT_THROW(widgets_.invoke(9, "neither_this_one", {}, soon()), RemoteError);
  widgets_.invoke(9, "simple_operation", {}, soon());
  std::vector<std::string> operations;
  for (const BreakerReport& report : client_.breakers()) {
    operations.push_back(report.operation);
  }
  EXPECT_THAT(operations,
              testing::UnorderedElementsAre("create", "invoke:other", "invoke:simple_operation"));
}

}  // namespace
}  // namespace orbbench::tests
