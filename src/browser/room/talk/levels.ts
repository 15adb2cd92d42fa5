/** Loudness of a microphone from 0 to 1, ten times a second, until the returned function is called. */
export function watchLevel(track: MediaStreamTrack, tell: (level: number) => void): () => void {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 1024;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);

  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    tell(loudness(samples));
  }, 100);
  return () => {
    clearInterval(timer);
    void context.close();
  };
}

/** Speech lies between -60 and 0 decibels; the meter shows that range. */
function loudness(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power + 1e-10);
  return Math.min(1, Math.max(0, 1 + decibels / 60));
}

const NOTES = [523.25, 659.25, 783.99];
const NOTE_SECONDS = 0.28;

/** Plays three quiet notes on the chosen loudspeaker. Resolves when they are over. */
export async function playTestSound(speaker: string): Promise<void> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  for (const [place, note] of NOTES.entries()) {
    playNote(context, out, { note, at: context.currentTime + 0.05 + place * NOTE_SECONDS });
  }

  const element = new Audio();
  element.srcObject = out.stream;
  if ('setSinkId' in element && speaker !== '') await element.setSinkId(speaker).catch(() => {});
  await element.play();
  await new Promise((done) => setTimeout(done, (NOTES.length * NOTE_SECONDS + 0.4) * 1000));
  await context.close();
}

function playNote(context: AudioContext, out: AudioNode, { note, at }: { note: number; at: number }): void {
  const oscillator = new OscillatorNode(context, { type: 'sine', frequency: note });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.linearRampToValueAtTime(0.22, at + 0.03);
  gain.gain.linearRampToValueAtTime(0, at + NOTE_SECONDS);
  oscillator.connect(gain).connect(out);
  oscillator.start(at);
  oscillator.stop(at + NOTE_SECONDS);
}
