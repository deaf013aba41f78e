#include "frame/frame.hpp"

#include <gmock/gmock.h>
#include <wx/combobox.h>
#include <wx/menu.h>
#include <wx/stattext.h>
#include <wx/statusbr.h>
#include <wx/textctrl.h>

#include <fstream>
#include <optional>

#include "charts/palette.hpp"
#include "console_fixture.hpp"
#include "core_process.hpp"
#include "frame/theme.hpp"
#include "tables/table_view.hpp"
#include "window_picture.hpp"

namespace orbbench::tests {
namespace {

using console::ConnectionState;
using testing::HasSubstr;
using testing::IsEmpty;
using namespace std::chrono_literals;

class FrameTest : public ConsoleFixture {
 protected:
  void type_core(const std::string& address) { find<wxComboBox>("Core").SetValue(address); }
  ConnectionState state() { return desk().connection.state(); }
};

TEST_F(FrameTest, NoKeyHasTwoActions) {
  EXPECT_THAT(console::keys_taken_twice(frame().menus()), IsEmpty());
}

TEST_F(FrameTest, EveryActionHasKeysAndALineOfHelp) {
  for (const console::Menu& menu : frame().menus()) {
    for (const console::Action& action : menu.actions) {
      EXPECT_FALSE(action.keys.empty()) << menu.title << "/" << action.label;
      EXPECT_FALSE(action.help.empty()) << menu.title << "/" << action.label;
      EXPECT_THAT(action.label, HasSubstr("&")) << menu.title;
    }
  }
}

TEST_F(FrameTest, ConnectsToTheCoreThatIsTypedAndRemembersIt) {
  const CoreProcess core;
  type_core(core.address());
  click(find("Connect"));
  ASSERT_TRUE(run_until([&] { return state() == ConnectionState::Connected; }));
  EXPECT_NO_THROW(find("State: connected"));
  restart();
  EXPECT_EQ(find<wxComboBox>("Core").GetValue(), core.address());
  EXPECT_EQ(state(), ConnectionState::Disconnected) << "it connects when it is told to";
}

TEST_F(FrameTest, KeysConnectAndDisconnect) {
  const CoreProcess core;
  type_core(core.address());
  press("Ctrl+G");
  ASSERT_TRUE(run_until([&] { return state() == ConnectionState::Connected; }));
  press("Ctrl+Shift+G");
  EXPECT_EQ(state(), ConnectionState::Disconnected);
}

TEST_F(FrameTest, SaysInPlaceWhyThereIsNoConnection) {
  type_core("127.0.0.1:1");
  press("Ctrl+G");
  ASSERT_TRUE(run_until([&] { return !desk().connection.trouble().empty(); }));
  EXPECT_EQ(state(), ConnectionState::Disconnected);
  EXPECT_TRUE(find("Trouble: " + desk().connection.trouble()).IsShownOnScreen());
  type_core("no:such:thing");
  press("Ctrl+G");
  ASSERT_TRUE(run_until([&] { return state() == ConnectionState::Disconnected; }));
  EXPECT_THAT(desk().connection.trouble(), HasSubstr("no:such:thing"));
}

TEST_F(FrameTest, FindsACoreAgainThatWasLost) {
  const std::uint16_t port = free_port();
  auto core = std::make_optional<CoreProcess>(CoreProcess::Settings{.iiop_port = port});
  connect(core->address());
  core->kill();
  ASSERT_TRUE(run_until([&] { return state() == ConnectionState::Lost; }));
  EXPECT_NO_THROW(find("State: lost"));
  EXPECT_NE(desk().connection.session(), nullptr);
  core.emplace(CoreProcess::Settings{.iiop_port = port});
  EXPECT_TRUE(run_until([&] { return state() == ConnectionState::Connected; }, 20s));
}

TEST_F(FrameTest, KeysChangeThePanelAndItIsRememberedWithTheSize) {
  wxNotebook& pages = frame().pages();
  const auto last = static_cast<int>(pages.GetPageCount());
  press("Ctrl+1");
  EXPECT_EQ(pages.GetSelection(), 0);
  press("Ctrl+" + std::to_string(last));
  EXPECT_EQ(pages.GetSelection(), last - 1);
  frame().SetSize(900, 700);
  settle();
  restart();
  EXPECT_EQ(frame().pages().GetSelection(), last - 1);
  EXPECT_EQ(frame().GetSize(), wxSize(900, 700));
}

TEST_F(FrameTest, ThePanelThatIsSeenIsRedrawnAtItsOwnPace) {
  const auto redraws = [this] { return std::atoi(frame().GetStatusBar()->GetStatusText(1)); };
  open("Widgets");
  EXPECT_TRUE(run_until([&] { return redraws() > 20; }));
  open("Log");
  EXPECT_TRUE(run_until([&] { return redraws() >= 8 && redraws() <= 11; })) << redraws();
}

// Its own pace is once a second: what it shows would be as old as that.
TEST_F(FrameTest, APanelThatIsTurnedToIsDrawnAtOnce) {
  const CoreProcess core;
  open("Log");
  connect(core.address());
  run_until([] { return false; }, 600ms);  // the pool is looked at four times a second
  auto& state = find<wxStaticText>("Pool state");
  EXPECT_EQ(state.GetLabel(), "Not connected");
  open("Pool");
  EXPECT_TRUE(run_until([&] { return state.GetLabel().StartsWith("Watching"); }, 300ms));
}

TEST_F(FrameTest, PauseIsToldToThePanels) {
  press("Ctrl+Alt+P");
  EXPECT_TRUE(frame().paused());
  EXPECT_TRUE(frame().current()->paused());
  press("Ctrl+Alt+P");
  EXPECT_FALSE(frame().current()->paused());
}

TEST_F(FrameTest, TheThemeIsChangedAtOnceAndRemembered) {
  frame().set_theme(console::Theme::Light);
  settle();
  EXPECT_FALSE(console::is_dark());
  screenshot("theme-light");
  press("Ctrl+F9");
  screenshot("theme-dark");
  EXPECT_TRUE(console::is_dark());
  restart();
  EXPECT_TRUE(console::is_dark());
  frame().set_theme(console::Theme::Light);
}

TEST_F(FrameTest, HintsInEmptyFieldsAreLegible) {
  find("Connect").SetFocus();  // a field that has the focus shows none
  for (const console::Theme theme : {console::Theme::Light, console::Theme::Dark}) {
    frame().set_theme(theme);
    settle();
    settle();
    screenshot(std::string("hints-") + std::string(name_of(theme)));
    const WindowPicture picture(frame());
    for (const char* field : {"Core", "Metrics"}) {
      const wxRect area = picture.area_of(find(field)).Deflate(6);
      const wxColour ground = picture.ground_of(area);
      EXPECT_GE(console::contrast(ground, picture.ink_of(area)), 4.5)
          << name_of(theme) << ", " << field << ": " << picture.ink_of(area).GetAsString() << " on "
          << ground.GetAsString();
    }
  }
  frame().set_theme(console::Theme::Light);
}

TEST_F(FrameTest, RubbishInTheSettingsIsKeptAndSaid) {
  close();
  std::ofstream(settings_file()) << "[\"frame\"";
  restart();
  const auto lines = desk().log.after(0);
  ASSERT_FALSE(lines.empty());
  EXPECT_THAT(lines.front().text, HasSubstr("is no JSON object"));
  close();
  EXPECT_EQ(folder().read("console.json.unreadable"), "[\"frame\"");
}

TEST_F(FrameTest, ClosingTellsItsOwner) {
  press("Ctrl+Q");
  EXPECT_TRUE(closed());
}

TEST_F(FrameTest, F1ShowsAllKeys) {
  press("F1");
  EXPECT_TRUE(find("Keys").IsShownOnScreen());
  EXPECT_GT(dynamic_cast<console::TableView&>(*find("All keys").GetParent()).row_count(), 10U);
}

TEST_F(FrameTest, EveryWindowFitsInto800By600) {
  frame().SetSize(800, 600);
  settle();
  const wxRect all = frame().GetClientRect();
  for (std::size_t page = 0; page < frame().pages().GetPageCount(); ++page) {
    frame().pages().SetSelection(page);
    settle();
    const wxSize needs = frame().pages().GetPage(page)->GetMinSize();
    EXPECT_LE(needs.GetWidth(), all.GetWidth());
    EXPECT_LE(needs.GetHeight(), all.GetHeight());
    screenshot("800x600-" + std::to_string(page + 1));
  }
}

}  // namespace
}  // namespace orbbench::tests
