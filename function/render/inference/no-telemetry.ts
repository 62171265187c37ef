/*
 * Since 1.29, onnxruntime's official builds send usage data to Microsoft and write a device id and
 * other files, unless ORT_DISABLE_TELEMETRY is set before the first session. onnxruntime reads the
 * real environment of the process, which only an assignment on the main thread changes; a worker's
 * environment is a copy. Set the variable to 0 to allow telemetry.
 */
process.env['ORT_DISABLE_TELEMETRY'] ??= '1';
