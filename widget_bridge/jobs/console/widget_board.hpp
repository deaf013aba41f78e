#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "console/connection.hpp"
#include "console/kept_places.hpp"
#include "console/log_book.hpp"
#include "console/widget_calls.hpp"
#include "console/widget_edits.hpp"
#include "console/widget_events.hpp"
#include "console/widget_places.hpp"
#include "console/widget_secret.hpp"

namespace orbbench::console {

/// What is known of the core object behind a widget of the board. Unsure: a call that would have
/// made or ended it had no answer; the next list() tells.
enum class Standing : std::uint8_t { Creating, There, Gone, Unsure };

/// Lower case: "there".
std::string_view name_of(Standing standing);

/// Whether the core object was given sensitive data. What others have made is Unknown: the core
/// tells it to nobody.
enum class SecretState : std::uint8_t { None, Given, Unknown };

struct BoardWidget {
  widget_bridge::Widget widget;  ///< place and size, in pixels at 96 dpi, are the board's own
  Standing standing = Standing::There;
  SecretState secret = SecretState::Unknown;
  std::size_t calls = 0;         ///< under way
  std::string trouble = {};      ///< of the last call; empty where it was done
  std::string last_result = {};  ///< of the last call that had one
  WidgetEvents events = {};
  bool value_under_way = false;
  bool value_waits = false;  ///< it has changed since the one under way was sent
};

/// The widgets of the console, each bound to an object of the core that the Connection is at: what
/// is done with one is done with the object, by the worker, which must do its jobs in their order.
/// Edits show when the core has done them. What cannot be done is told by notice(), and nothing
/// changes. On the UI thread only; never waits.
class WidgetBoard {
 public:
  static constexpr std::size_t kMost = 500;
  static constexpr std::size_t kMostSecretOctets = 65536;
  static constexpr widget_bridge::Size kSmallest{72, 48};
  static constexpr int kLongestSide = 2000;
  static constexpr int kFarthest = 9999;  ///< the largest coordinate of a place

  /// All must outlive it, but the worker applies nothing more once it has ended. With `places`,
  /// widgets stand where they stood.
  WidgetBoard(Connection& connection, widget_bridge::Worker& worker, LogBook& log,
              KeptPlaces* places = nullptr);

  /// To be called when the Connection has changed. Connected anew: the list is read. At another
  /// core: the board begins anew with what that one holds.
  void connection_changed();

  /// Reads which widgets the core holds, and brings the board to it.
  void list();

  /// The new widget's id, random with 62 bits, so that two consoles do not meet; nothing where it
  /// cannot be.
  std::optional<std::int64_t> create(widget_bridge::WidgetType type, const std::string& label,
                                     WidgetSecret secret);
  void relabel(std::int64_t id, const std::string& label);
  void move(std::int64_t id, widget_bridge::Position place);
  void resize(std::int64_t id, widget_bridge::Size size);
  void enable(std::int64_t id, bool enabled);
  /// One that is Gone leaves the board.
  void destroy(std::int64_t id);

  /// What a click on the real control does: kClickOperation.
  void click(std::int64_t id);
  /// The user has set the real control's value: kEditOperation. While one is under way, the values
  /// between it and the last are not sent.
  void set_value(std::int64_t id, const widget_bridge::ControlValue& value);
  void invoke(std::int64_t id, const std::string& operation,
              const std::vector<orb_client::Argument>& parameters);

  /// Undo takes back the latest edit (relabel, move, resize, enable, create, destroy), redo what
  /// was undone. A widget that has, or may have, a secret cannot be made again: its destruction
  /// cannot be undone, and notice() says so.
  void undo();
  void redo();
  const WidgetEdits& edits() const { return edits_; }

  const std::map<std::int64_t, BoardWidget>& widgets() const { return widgets_; }
  /// Null where there is none.
  const BoardWidget* find(std::int64_t id) const;

  /// Empty where the core can be called, else why not, for the eyes of the user.
  std::string why_not() const;
  /// The last thing that the user should know of; empty where the last thing went well.
  const std::string& notice() const { return notice_; }
  void note(std::string text);
  /// Calls of widgets, and lists, under way.
  std::size_t calls_under_way() const { return calls_; }
  /// Another one after each change of anything above.
  std::uint64_t revision() const { return revision_; }

 private:
  enum class Origin { New, Undo, Redo };
  using Call = std::function<std::optional<orb_client::Argument>(CoreSession&)>;
  using Applied = std::function<void(const WidgetOutcome&)>;

  /// False where it cannot be: notice() says why. `applied` is for the board as it is now.
  bool submit(const Call& call, Applied applied);
  /// The same for a call of that widget, which is recorded in its events before `applied`.
  bool submit_for(std::int64_t id, const std::string& what, const std::string& detail,
                  const Call& call, Applied applied);
  /// The same for an edit of it.
  bool submit_edit(std::int64_t id, const std::string& what, const std::string& detail,
                   const Call& call, Applied applied);
  BoardWidget* known(std::int64_t id);
  BoardWidget& add(widget_bridge::Widget widget, Standing standing, SecretState secret);
  WidgetPlaces free_places() const;
  std::optional<WidgetArea> kept_area(std::int64_t id) const;
  void keep_area(const widget_bridge::Widget& widget);
  void forget_area(std::int64_t id);

  void carry_out(const WidgetEdit& edit, Origin origin);
  void change_here(const WidgetEdit& step);
  void send_relabel(const WidgetEdit& edit, const WidgetEdit& step, Origin origin);
  void send_create(const WidgetEdit& edit, const WidgetEdit& step, Origin origin,
                   WidgetSecret secret);
  void send_destroy(const WidgetEdit& edit, const WidgetEdit& step, Origin origin);
  void relabelled(WidgetEdit edit, std::int64_t id, const std::string& label, Origin origin,
                  const WidgetOutcome& outcome);
  void created(const WidgetEdit& edit, std::int64_t id, Origin origin,
               const WidgetOutcome& outcome);
  void destroyed(const WidgetEdit& edit, std::int64_t id, Origin origin,
                 const WidgetOutcome& outcome);
  void leave(WidgetEdit edit, const BoardWidget& last, Origin origin);
  void done(WidgetEdit edit, Origin origin);
  void not_done(const WidgetEdit& edit, Origin origin, const WidgetOutcome& outcome);

  void send_invoke(std::int64_t id, const std::string& what, const std::string& operation,
                   const std::vector<orb_client::Argument>& parameters);
  void send_value(BoardWidget& widget);
  void value_sent(std::int64_t id, const orb_client::Argument& value, const WidgetOutcome& outcome);
  void record(std::int64_t id, const std::string& what, const std::string& detail,
              const WidgetOutcome& outcome);
  void merge(const WidgetListing& listing);
  void merge_one(const orb_client::WidgetDescription& found, WidgetPlaces& places);
  void begin_anew();

  Connection& connection_;
  widget_bridge::Worker& worker_;
  LogBook& log_;
  KeptPlaces* places_;
  std::map<std::int64_t, BoardWidget> widgets_;
  WidgetEdits edits_;
  std::string core_;  ///< the address of the one whose widgets these are
  ConnectionState state_ = ConnectionState::Disconnected;
  std::uint64_t turn_ = 0;  ///< of the board: answers from before begin_anew() are not for it
  std::size_t calls_ = 0;
  std::size_t edits_under_way_ = 0;
  bool listing_ = false;
  bool list_again_ = false;  ///< when the one that is under way has ended
  std::string notice_;
  std::uint64_t revision_ = 0;
};

}  // namespace orbbench::console
