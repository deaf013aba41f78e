#include "toolkit_trouble.hpp"

#include <glib.h>
#include <wx/debug.h>
#include <wx/log.h>

#include <mutex>
#include <stdexcept>
#include <utility>

namespace orbbench::widget_bridge {
namespace {

// GLib reports from any thread.
std::mutex trouble_mutex;
std::string first_trouble;

void note(std::string text) {
  const std::lock_guard lock(trouble_mutex);
  if (first_trouble.empty()) {
    first_trouble = std::move(text);
  }
}

class TroubleLog : public wxLog {
 protected:
  void DoLogRecord(wxLogLevel level, const wxString& message, const wxLogRecordInfo&) override {
    if (level <= wxLOG_Error) {
      note(message.utf8_string());
    }
  }
};

void note_assertion(const wxString& file, int line, const wxString&, const wxString& condition,
                    const wxString& message) {
  note("assertion " + condition.utf8_string() + " failed at " + file.utf8_string() + ":" +
       std::to_string(line) + " " + message.utf8_string());
}

std::string text_of(const GLogField* fields, gsize count) {
  for (gsize index = 0; index < count; ++index) {
    if (std::string_view(fields[index].key) == "MESSAGE") {
      const auto* text = static_cast<const char*>(fields[index].value);
      return fields[index].length < 0
                 ? std::string(text)
                 : std::string(text, static_cast<std::size_t>(fields[index].length));
    }
  }
  return {};
}

// Of a control that got less room than its theme asks for (a render of 1x1 pixels), GTK complains
// by warnings and by this one critical message; it is drawn all the same.
bool is_about_room(const std::string& text) {
  return text.find("assertion 'size >= 0' failed") != std::string::npos;
}

GLogWriterOutput note_record(GLogLevelFlags level, const GLogField* fields, gsize count, gpointer) {
  if ((level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL)) != 0) {
    std::string text = text_of(fields, count);
    if (!is_about_room(text)) {
      note(std::move(text));
    }
  }
  return G_LOG_WRITER_HANDLED;
}

}  // namespace

void capture_toolkit_trouble() {
  wxSetAssertHandler(note_assertion);
  delete wxLog::SetActiveTarget(new TroubleLog);
  g_log_set_writer_func(note_record, nullptr, nullptr);
}

std::string take_toolkit_trouble() {
  const std::lock_guard lock(trouble_mutex);
  return std::exchange(first_trouble, {});
}

ToolkitWatch::ToolkitWatch() {
  take_toolkit_trouble();
}

void ToolkitWatch::require_none(const char* action) const {
  const std::string trouble = take_toolkit_trouble();
  if (!trouble.empty()) {
    throw std::runtime_error(std::string(action) + ": " + trouble);
  }
}

}  // namespace orbbench::widget_bridge
