#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace orbbench::orb_core {

/// The operations that the core counts its requests by.
enum class Operation : std::uint8_t {
  OpenRegistry,
  OpenProbe,
  OpenDiagnostics,
  OpenFaults,
  CreateWidget,
  FindWidget,
  ListWidgets,
  DestroyWidget,
  RelabelWidget,
  WidgetId,
  Invoke,
  Ping,
  EchoString,
  EchoOctets,
  EchoSamples,
  EchoAny,
  Notify,
  Arrivals,
  ForgetArrivals,
  Hold,
  Execute,
  Executions,
  Forget,
  CallBack,
  ReadLedger,
  ReadProcess,
  InjectFault,
  DelayReplies,
  DropReplies,
  Crash,
  ClearFaults,
  // PolyORB's stock interfaces, one count for each.
  StockEcho,
  StockAllFunctions,
  StockAllTypes,
};

inline constexpr std::array<std::string_view, 34> kOperationNames{
    "open_registry", "open_probe", "open_diagnostics", "open_faults",     "create",
    "find",          "list",       "destroy",          "relabel",         "widget_id",
    "invoke",        "ping",       "echo_string",      "echo_octets",     "echo_samples",
    "echo_any",      "notify",     "arrivals",         "forget_arrivals", "hold",
    "execute",       "executions", "forget",           "call_back",       "read_ledger",
    "read_process",  "inject",     "delay_replies",    "drop_replies",    "crash",
    "clear_faults",  "Echo",       "all_functions",    "all_types",
};
static_assert(kOperationNames.size() == static_cast<std::size_t>(Operation::StockAllTypes) + 1);

constexpr std::string_view name_of(Operation operation) {
  return kOperationNames[static_cast<std::size_t>(operation)];
}

}  // namespace orbbench::orb_core
