// Camera and microphone: asked for, recorded, and given back. Nothing here is drawn.

/** Why nothing can be recorded: "insecure", "denied", "none", "busy" or "unsupported". */
export class DeviceError extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

const REASONS = {
  NotAllowedError: "denied",
  SecurityError: "denied",
  NotFoundError: "none",
  OverconstrainedError: "none",
  NotReadableError: "busy",
  AbortError: "busy",
};

// What browsers write, the cheapest to encode first; Safari knows mp4 only.
const VIDEO_KINDS = ["video/webm;codecs=vp8,opus", "video/webm", "video/mp4"];
const AUDIO_KINDS = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
const BITS_PER_SECOND = 1_500_000;

/** A stream of the camera, with sound where there is a microphone. Throws DeviceError. */
export async function openCamera() {
  const video = { facingMode: "user", width: { ideal: 640 }, height: { ideal: 640 }, frameRate: { ideal: 30 } };
  try {
    return await open({ video, audio: true });
  } catch (error) {
    if (error.reason !== "none") throw error;
    return open({ video });
  }
}

/** A stream of the microphone. Throws DeviceError. */
export function openMicrophone() {
  return open({ audio: true });
}

async function open(wanted) {
  if (!window.isSecureContext) throw new DeviceError("insecure");
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder) throw new DeviceError("unsupported");
  try {
    return await navigator.mediaDevices.getUserMedia(wanted);
  } catch (error) {
    throw new DeviceError(REASONS[error.name] ?? "unsupported");
  }
}

/** Give the devices back: the camera's light goes out. */
export function release(stream) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Record a stream. Gives {seconds(), pause(), resume(), paused(), stop(): a promise of a Blob}. */
export function record(stream) {
  const kinds = stream.getVideoTracks().length > 0 ? VIDEO_KINDS : AUDIO_KINDS;
  const mimeType = kinds.find((kind) => MediaRecorder.isTypeSupported(kind));
  if (!mimeType) throw new DeviceError("unsupported");
  const recorder = new MediaRecorder(stream, { mimeType, videoBitsPerSecond: BITS_PER_SECOND });
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const ended = new Promise((resolve) => (recorder.onstop = resolve));
  const watch = stopwatch();
  recorder.start(1000);
  return {
    seconds: watch.seconds,
    paused: () => recorder.state === "paused",
    pause: () => (recorder.pause(), watch.halt()),
    resume: () => (recorder.resume(), watch.go()),
    async stop() {
      watch.halt();
      if (recorder.state !== "inactive") recorder.stop();
      await ended;
      return new Blob(pieces, { type: mimeType.split(";")[0] });
    },
  };
}

function stopwatch() {
  let before = 0;
  let since = performance.now();
  const running = () => (since === null ? 0 : performance.now() - since);
  return {
    seconds: () => (before + running()) / 1000,
    halt: () => ([before, since] = [before + running(), null]),
    go: () => (since = performance.now()),
  };
}

/** How loud a stream is now, 0 to 1, and a way to end the measuring. */
export function meter(stream) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const level = () => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // 60 dB are shown: what is quieter than that is silence.
    return power > 0 ? Math.min(1, Math.max(0, 1 + (10 * Math.log10(power)) / 60)) : 0;
  };
  return { level, end: () => context.close() };
}

/** How long a file plays, in seconds; null where this browser cannot play it. */
export function playingTime(file, kind = "video") {
  const player = document.createElement(kind);
  const url = URL.createObjectURL(file);
  return new Promise((resolve) => {
    const found = (seconds) => {
      URL.revokeObjectURL(url);
      resolve(Number.isFinite(seconds) ? seconds : null);
    };
    player.onloadedmetadata = () => found(player.duration);
    player.onerror = () => found(null);
    player.preload = "metadata";
    player.src = url;
  });
}
