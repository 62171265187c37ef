/*
 * Since 1.29 onnxruntime's own builds report to Microsoft what they run, and keep a device id and
 * files beside the temporary ones, unless they are told not to before their first session. Only the
 * main thread can tell them: the environment of other threads is a copy. Whoever wants to report
 * can set the variable to 0.
 */
process.env['ORT_DISABLE_TELEMETRY'] ??= '1';
