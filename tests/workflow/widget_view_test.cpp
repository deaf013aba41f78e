// WF: what is seen of a widget, and what happens to it.

#include <algorithm>
#include <set>

#include "workflow_test.hpp"

namespace orbbench::tests {
namespace {

using nlohmann::json;

class WidgetViewTest : public WorkflowTest {
 protected:
  void SetUp() override { client_.emplace(gateway(user_)); }

  json events(const json& widget) {
    return client_->get(path_of(widget, "/events?limit=100")).json().at("events");
  }

  TestUser user_ = new_user();
  std::optional<HttpClient> client_;
};

std::uint32_t big_endian(const std::string& octets, std::size_t offset) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    value = (value << 8) | static_cast<unsigned char>(octets.at(offset + i));
  }
  return value;
}

// The header of a PNG: signature, then IHDR with width and height (PNG 1.2, 3.1 and 4.1.1).
TEST_F(WidgetViewTest, WF12_RendersTheAskedSizeAndTypesAndLabelsDiffer) {
  const auto render = [&](const json& widget) {
    const Answer image =
        client_->post(path_of(widget, "/render"), {{"width", 160}, {"height", 48}});
    EXPECT_EQ(image.status, 200) << image;
    EXPECT_EQ(image.header("content-type"), "image/png");
    EXPECT_EQ(image.body.substr(0, 8), "\x89PNG\r\n\x1a\n");
    EXPECT_EQ(big_endian(image.body, 16), 160U);
    EXPECT_EQ(big_endian(image.body, 20), 48U);
    return image.body;
  };
  std::set<std::string> images;
  for (const char* type : {"button", "label", "textbox", "panel", "checkbox", "slider", "container",
                           "canvas", "corba_widget", "secure_widget"}) {
    images.insert(render(create_widget(*client_, {{"type", type}, {"label", "Same"}})));
  }
  EXPECT_EQ(images.size(), 10U) << "two types look the same";
  images.insert(render(create_widget(*client_, {{"type", "button"}, {"label", "Other"}})));
  EXPECT_EQ(images.size(), 11U) << "two labels look the same";
}

TEST_F(WidgetViewTest, WF12_ARenderThatFailsLeavesTheWidgetValid) {
  const json widget = create_widget(*client_);
  for (const json& size : {json{{"width", 0}, {"height", 10}},
                           {{"width", 10}, {"height", 2001}},
                           {{"width", "wide"}, {"height", 10}}}) {
    EXPECT_EQ(client_->post(path_of(widget, "/render"), size).status, 400) << size;
  }
  EXPECT_EQ(client_->get(path_of(widget)).json(), widget);
  EXPECT_EQ(client_->post(path_of(widget, "/render")).status, 200);
  const Answer drawing =
      client_->post(path_of(widget, "/render"), nullptr, {{"Accept", "image/svg+xml"}});
  EXPECT_EQ(drawing.status, 200) << drawing;
  EXPECT_THAT(drawing.body, testing::HasSubstr("<svg"));
}

TEST_F(WidgetViewTest, WF13_ACheckboxTogglesAndASliderReportsItsValue) {
  const json box = create_widget(*client_, {{"type", "checkbox"}});
  for (const bool ticked : {true, false, true}) {
    const Answer click = client_->post(path_of(box, "/events"), {{"kind", "click"}});
    ASSERT_EQ(click.status, 201) << click;
    EXPECT_EQ(client_->get(path_of(box)).json().at("value"), ticked);
  }
  const json slider = create_widget(*client_, {{"type", "slider"}});
  const Answer drag = client_->post(path_of(slider, "/events"), {{"kind", "state"}, {"value", 42}});
  ASSERT_EQ(drag.status, 201) << drag;
  EXPECT_EQ(client_->get(path_of(slider)).json().at("value"), 42);
  EXPECT_EQ(drag.json().at("detail").at("value"), 42);
  EXPECT_EQ(client_->post(path_of(slider, "/events"), {{"kind", "state"}, {"value", "x"}}).status,
            422);
  EXPECT_EQ(client_->post(path_of(slider, "/events"), {{"kind", "explosion"}}).status, 400);
}

TEST_F(WidgetViewTest, WF13_TwentyWritersLeaveASequenceWithoutGaps) {
  const json widget = create_widget(*client_, {{"type", "textbox"}});
  at_once(20, [&](std::size_t number) {
    HttpClient own = gateway(user_);
    const json event = number % 3 == 0   ? json{{"kind", "click"}}
                       : number % 3 == 1 ? json{{"kind", "key"}, {"key", "a"}}
                                         : json{{"kind", "hover"}};
    for (int i = 0; i < 3; ++i) {
      const Answer answer = own.post(path_of(widget, "/events"), event);
      ASSERT_EQ(answer.status, 201) << answer;
    }
  });
  const json history = events(widget);
  ASSERT_EQ(history.size(), 60U);
  for (std::size_t i = 0; i < history.size(); ++i) {
    EXPECT_EQ(history[i].at("sequence"), i + 1);
  }
  EXPECT_EQ(client_->get(path_of(widget)).json().at("value"), std::string(21, 'a'));
}

TEST_F(WidgetViewTest, WF15_AChainOfInvocationsIsKeptInTheHistory) {
  const json widget = create_widget(*client_, {{"type", "corba_widget"}});
  const auto invoke = [&](const char* operation, const json& params) {
    const Answer answer = client_->post(path_of(widget, "/orb/invoke"),
                                        {{"operation", operation}, {"params", params}});
    EXPECT_EQ(answer.status, 200) << answer;
    return answer.json().value("result", json());
  };
  const json upper = invoke("uppercase", json::array({"stressed"}));
  const json reversed = invoke("reverse", json::array({upper}));
  EXPECT_EQ(invoke("echo", json::array({reversed})), "DESSERTS");
  json steps = events(widget);
  std::erase_if(steps.get_ref<json::array_t&>(),
                [](const json& event) { return event.at("kind") != "invoke"; });
  ASSERT_EQ(steps.size(), 3U);
  const std::vector<json> expected{
      {{"operation", "uppercase"}, {"params", {"stressed"}}, {"result", "STRESSED"}},
      {{"operation", "reverse"}, {"params", {"STRESSED"}}, {"result", "DESSERTS"}},
      {{"operation", "echo"}, {"params", {"DESSERTS"}}, {"result", "DESSERTS"}}};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    for (const auto& [name, value] : expected[i].items()) {
      EXPECT_EQ(steps[i].at("detail").at(name), value);
    }
  }
}

}  // namespace
}  // namespace orbbench::tests
