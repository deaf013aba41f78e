#include "tables/table_view.hpp"

#include <gmock/gmock.h>
#include <gtk/gtk.h>
#include <sys/resource.h>
#include <unistd.h>
#include <wx/clipbrd.h>
#include <wx/dataview.h>
#include <wx/stattext.h>

#include <atomic>
#include <csignal>
#include <thread>
#include <utility>

#include "console_fixture.hpp"

namespace orbbench::tests {
namespace {

using console::Alignment;
using console::Column;
using console::Row;
using console::TableView;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;
namespace fs = std::filesystem;

std::atomic<pid_t> writing_thread = 0;

// The kernel tells the very thread whose write was too much.
void note_thread(int) {
  writing_thread = ::gettid();
}

/// While it lives, files of this process hold nothing, and who writes to one is noted.
class NoRoom {
 public:
  NoRoom() {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{0, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~NoRoom() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, usual_);
  }
  NoRoom(const NoRoom&) = delete;
  NoRoom& operator=(const NoRoom&) = delete;

 private:
  rlimit before_{};
  void (*usual_)(int) = std::signal(SIGXFSZ, note_thread);
};

/// A table in a window of its own, beside the console.
class TableViewTest : public ConsoleFixture {
 protected:
  TableViewTest() { make(); }
  ~TableViewTest() override { delete window_; }

  void make() {
    window_ = new wxFrame(nullptr, wxID_ANY, "table", wxDefaultPosition, wxSize(500, 300));
    table_ = new TableView(*window_, desk().settings, "Sites",
                           {{"Name"}, {"Count", Alignment::Right}, {"Words"}});
    window_->Show();
    run_until([this] { return window_->IsShownOnScreen(); });
    settle();
  }
  void make_again() {
    delete window_;
    make();
  }

  static Row row(const std::string& key, const std::string& count) {
    return {.key = key, .cells = {"name " + key, count, "word"}};
  }
  std::vector<std::string> keys() const {
    std::vector<std::string> all;
    for (std::size_t place = 0; place < table_->row_count(); ++place) {
      all.push_back(table_->row(place).key);
    }
    return all;
  }
  wxDataViewCtrl& list() {
    return dynamic_cast<wxDataViewCtrl&>(*wxWindow::FindWindowByName("Sites", window_));
  }

  void click_title(std::size_t column) {
    GtkWidget* button = gtk_tree_view_column_get_button(gtk_tree_view_get_column(
        GTK_TREE_VIEW(list().GtkGetTreeView()), static_cast<gint>(column)));
    gtk_button_clicked(GTK_BUTTON(button));
    settle();
  }

  wxStaticText& said() {
    return dynamic_cast<wxStaticText&>(*wxWindow::FindWindowByName("trouble of Sites", window_));
  }
  TableView::Trouble note_trouble() {
    return [this](const std::string& line) { trouble_ = line; };
  }

  wxFrame* window_ = nullptr;
  TableView* table_ = nullptr;
  std::string trouble_;
};

TEST_F(TableViewTest, ShowsRowsThatComeAndGo) {
  table_->show({row("a", "1"), row("b", "2"), row("c", "3")});
  settle();
  EXPECT_THAT(keys(), ElementsAre("a", "b", "c"));
  table_->show({row("b", "2")});
  settle();
  EXPECT_THAT(keys(), ElementsAre("b"));
  table_->show({});
  settle();
  EXPECT_EQ(table_->row_count(), 0U);
  for (const console::LogLine& line : desk().log.after(0)) {
    EXPECT_EQ(line.level, console::LogLevel::Debug) << "the toolkit says: " << line.text;
  }
}

TEST_F(TableViewTest, TheSelectionFollowsItsRow) {
  int told = 0;
  table_->on_select([&told] { ++told; });
  table_->show({row("a", "1"), row("b", "2"), row("c", "3")});
  table_->select("b");
  settle();
  EXPECT_GE(std::exchange(told, 0), 1);
  table_->show({row("b", "5"), row("x", "2"), row("a", "1"), row("c", "3")});
  settle();
  EXPECT_THAT(table_->selected(), Optional(std::string("b")));
  EXPECT_EQ(told, 0) << "nothing else was selected";
  table_->sort_by(1, true);
  settle();
  EXPECT_THAT(keys(), ElementsAre("a", "x", "c", "b"));
  EXPECT_THAT(table_->selected(), Optional(std::string("b")));
  table_->show({row("a", "1")});
  settle();
  EXPECT_EQ(table_->selected(), std::nullopt);
  EXPECT_EQ(told, 1);
}

TEST_F(TableViewTest, AClickOnATitleSortsByIt) {
  table_->show({row("a", "10"), row("b", "9"), row("c", "100")});
  settle();
  click_title(1);
  EXPECT_THAT(keys(), ElementsAre("b", "a", "c"));
  click_title(1);
  EXPECT_THAT(keys(), ElementsAre("c", "a", "b"));
  click_title(1);
  EXPECT_THAT(keys(), ElementsAre("a", "b", "c"));
}

TEST_F(TableViewTest, RemembersWidthsOrderAndSortingOfItsColumns) {
  list().GetColumn(1)->SetWidth(231);
  gtk_tree_view_move_column_after(
      GTK_TREE_VIEW(list().GtkGetTreeView()),
      gtk_tree_view_get_column(GTK_TREE_VIEW(list().GtkGetTreeView()), 0),
      gtk_tree_view_get_column(GTK_TREE_VIEW(list().GtkGetTreeView()), 2));
  settle();
  table_->sort_by(1, false);
  make_again();
  table_->show({row("a", "1"), row("b", "2")});
  EXPECT_EQ(list().GetColumn(0)->GetTitle(), "Count");
  EXPECT_EQ(list().GetColumn(0)->GetWidth(), 231);
  EXPECT_EQ(list().GetColumn(2)->GetTitle(), "Name");
  EXPECT_THAT(keys(), ElementsAre("b", "a"));
}

TEST_F(TableViewTest, CopiesWhatIsSelectedWithTitles) {
  table_->show({row("a", "1"), row("b", "2"), row("c", "3")});
  table_->sort_by(1, false);
  table_->select("b");
  list().SetFocus();
  table_->copy();
  ASSERT_TRUE(wxTheClipboard->Open());
  wxTextDataObject text;
  EXPECT_TRUE(wxTheClipboard->GetData(text));
  wxTheClipboard->Close();
  EXPECT_EQ(text.GetText(), "Name\tCount\tWords\nname b\t2\tword\n");
}

TEST_F(TableViewTest, CsvHoldsAllRowsInTheOrderShown) {
  table_->show({row("a", "1"), row("b", "2")});
  table_->sort_by(1, false);
  EXPECT_EQ(table_->csv(), "Name,Count,Words\r\nname b,2,word\r\nname a,1,word\r\n");
}

TEST_F(TableViewTest, TheFileHoldsAllRowsAsTheyWereWhenItWasAskedFor) {
  constexpr int kRows = 5000;
  std::vector<Row> rows;
  for (int number = 0; number < kRows; ++number) {
    rows.push_back(row(std::to_string(number), "1"));
  }
  table_->show(rows);
  table_->sort_by(0, false);
  const std::string wanted = table_->csv();
  table_->write_csv(folder() / "a.csv", note_trouble());
  table_->show({});
  ASSERT_TRUE(run_until([this] { return fs::exists(folder() / "a.csv"); }));
  EXPECT_TRUE(folder().read("a.csv") == wanted);
  settle();
  EXPECT_EQ(trouble_, "");
}

TEST_F(TableViewTest, AFileThatCannotBeWrittenIsSaidBelowTheTable) {
  table_->show({row("a", "1")});
  table_->write_csv(folder() / "none" / "a.csv", note_trouble());
  ASSERT_TRUE(run_until([this] { return !trouble_.empty(); }));
  EXPECT_THAT(trouble_, HasSubstr("none/a.csv: No such file or directory"));
  EXPECT_TRUE(said().IsShownOnScreen());
  EXPECT_EQ(said().GetLabelText(), trouble_);
  table_->write_csv(folder() / "a.csv", {});
  EXPECT_TRUE(run_until([this] { return !said().IsShown(); })) << "it went well now";
  table_->write_csv(folder() / "none" / "a.csv", {});
  EXPECT_TRUE(run_until([this] { return said().IsShown(); })) << "whoever asked for it";
}

TEST_F(TableViewTest, AnotherThreadWritesTheFile) {
  table_->show({row("a", "1")});
  const NoRoom room;
  table_->write_csv(folder() / "a.csv", note_trouble());
  ASSERT_TRUE(run_until([this] { return !trouble_.empty(); }));
  EXPECT_NE(writing_thread, 0);
  EXPECT_NE(writing_thread, ::gettid());
}

/// The second file is there: what came of the first waits for the UI thread.
TEST_F(TableViewTest, ATableThatGoesTellsNothingOfWhatWasWritten) {
  table_->show({row("a", "1")});
  table_->write_csv(folder() / "none" / "a.csv", note_trouble());
  table_->write_csv(folder() / "a.csv", note_trouble());
  while (!fs::exists(folder() / "a.csv")) {
    std::this_thread::yield();
  }
  make_again();
  EXPECT_EQ(trouble_, "");
}

TEST_F(TableViewTest, AppendedRowsPushOutTheFirst) {
  table_->show({row("a", "1"), row("b", "2")});
  table_->append({row("c", "3"), row("d", "4")}, 3);
  settle();
  EXPECT_THAT(keys(), ElementsAre("b", "c", "d"));
}

TEST_F(TableViewTest, FollowsItsEndWhenToldTo) {
  std::vector<Row> rows;
  for (int number = 0; number < 500; ++number) {
    rows.push_back(row(std::to_string(number), "1"));
  }
  table_->show(rows);
  settle();
  EXPECT_FALSE(table_->is_at_end());
  table_->scroll_to_end();
  EXPECT_TRUE(run_until([this] { return table_->is_at_end(); }));
}

}  // namespace
}  // namespace orbbench::tests
