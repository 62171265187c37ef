import { melBands, melWindowColumns } from '../../voice/features/mel-shape.js';

/** `[80, 16]` as bytes: 31 for each unit of the mel spectrum. */
const bytes =
  'jYeEmaa2wLa4uLq6vbXGyZCIpauo1ur0+fz8+/n59vSUpbO+vegFExkbHR4eHRsbnqugt73k+P8BAAYICAkHB6isn6y0xtbk' +
  '4eDb0NHV7/OdqK20tMvm7N/Y183Hz+nynLW3s8Hj/QIEBQL++/z7/qi0pLbC5/4IDA0PDw8PDw+YqKqssNDX19zg4OPo6enp' +
  'j6SwqKe+0NPU0tTEvcXPwIqep6io0t/x8uvg5OPc3dGcrbSvr931BQ0PEBMRCwL9naisqp7U5/L9AwgPEg8J/qWipauoxtHO' +
  'z8rI2+Dg59ueoa60qs/a4d/Q0eLl1eXgp7i+uMbo+wgNEBEOAfHv7LjAt7jC6QQQFxwgIR4ZFROtwbq1xtLr6/X6/wIPERAN' +
  'u83Ix8/W3/H07+/g4+Tl6bnSzczd6wQQEgkF6+fa1tfL2MzN3vISJCooHgz78vL3x9fL0dXjBREZGxYQDAgIC8Pb1tLZ8vXu' +
  '7eHd5uzt7PTB0ejjx+/7+Pfh48rGxs/Mytfw8+LzCxAQAu3XytTWztDl7Ovl7gwUFxEF+O7t6u7G1N3SwuL29/jz8u/z8/T1' +
  'xdPTzsTV3vXwz8q5zNHR1tbh4dHX8fkCAenbwb+/vsnf6OXd1+0BDBAJ/e7h29rgy8/Y1MjR5ezz8+/q6+rp7bbK193j2+Pc' +
  '1rewtsXGw8nc5ubm9PYBAfzu2764t7Cs3OPf3+Dk+fz/+u7g2NfV2dbn5NPa4uXZ18/QyNDQ0dTc7+/t6+37+fPh0LKvrLK0' +
  '5e/z8vTr+AMC/O7g1s/P0ufr7+rr5eLp39zb1NbW1dbs/f//+gIACAHr18jCusLC0e33/fj//gQFAfTn4N3c3tPo9PDu9f/0' +
  '6+Hd0NbX3dXj8PDw8/0OEw8E9ePOzNPR7fPz7u38/wADA/nw6ujr59jo4+De7wQHBQb34dnV4OHT3dPY3Of7BRMWDf758vH3' +
  '1dLN1uDs/f/8+vf07uzq78/U1tvf4vgABw4ODQf/+fnN0NXb4tvs+vX7APwB/fv80NXV2t7d8Pf/BAcMBvv58dDd39/f6fTw' +
  '8/T3+f358/DR4OLg39/z8/b8/P3/9vXz3Ovn6ePe7vj8//jw9vXt5d/p5unj6v3//f///gL+9+jn7uzr6/MFCAwKBQT++/fy' +
  '4vT38vT8AggF/gMDBQcB+vD49fT9/wMDBAUDCQoDAPb1+fXx8vwABggEBgUFA/8D8gD89P8A/AL//f8DAvv6+tvv+PLv9fjz' +
  '+fj6+ff4+vrm6vH17fPy8Pj18O/x7Pb38PHv7+3w8PD39fLx8e/q7vb6+fv28vX3/fr6+Pby7ujx9wEB+fT7AAT///z29fjx' +
  '7fb8/f37//8AAgUB/fj18OLw9/by+Pv4+gEG/fz8+vPa6uzy7+/u8vTz9/b07/Lt0drb2uDd4ubk5Ors5+Tg4sjZ29fS0dfd' +
  '3N3g4uHd3dbY2NjX0dPU3eTb2Nzh3N7c3eTf3dvd5ezr4evs5+Pe29/r7erm6/D1+PTx8u7q5ePa6O/x6/L1+fz6+vP49ejp' +
  '2uns7Oby+Pn48Pr39/jv897m39zd6vPu7erm5Ofs5+zJzczV2OHi4uLh3N7e4d7escTKzdDY3tvd2NPS0dLW163AxMHBzNPV' +
  '2NPQ0M3MysuttbCyuL7CyM7KysXCv7vCkZWbn6Cmsbi8uLezsa6ysISEhISEiJOTlJiZlI2HkJA=';

/** The sound of an open vowel, `[80, 16]`: what a network draws for it shows where it parts the lips. */
export function wideMouthMel(): Float32Array {
  const values = new Int8Array(Buffer.from(bytes, 'base64'));
  return Float32Array.from({ length: melBands * melWindowColumns }, (_, index) => (values[index] ?? 0) / 31);
}
