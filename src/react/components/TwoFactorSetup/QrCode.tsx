'use client';
/**
 * A QR code, dark on light with its quiet zone whatever the theme or forced colours: many cameras read nothing else. Its name
 * says what it is for and never what is in it. Renders a `<div>`.
 */
import { useEffect, useState } from 'react';
import { useSessionSecurityContext } from '../../SessionSecurityContext';
import { cn } from '../../ui/cn';
import { Skeleton } from '../../ui/Skeleton';
import { drawQrCode } from './drawQrCode';
import type { QrDrawing } from './drawQrCode';

export interface QrCodeProps {
  readonly text: string;
  /** It can't be drawn: offer another way. */
  readonly onFailed: () => void;
  readonly className?: string | undefined;
}

type Drawn =
  | { readonly status: 'drawing' | 'failed'; readonly of: string; readonly drawing?: undefined }
  | { readonly status: 'drawn'; readonly of: string; readonly drawing: QrDrawing };

export function QrCode({ text, onFailed, className }: QrCodeProps) {
  const words = useSessionSecurityContext().messages.twoFactorSetup;
  const [drawn, setDrawn] = useState<Drawn>({ status: 'drawing', of: text });
  const current: Drawn = drawn.of === text ? drawn : { status: 'drawing', of: text };
  useEffect(() => {
    let isWanted = true;
    drawQrCode(text).then(
      (drawing) => isWanted && setDrawn({ status: 'drawn', of: text, drawing }),
      () => {
        if (!isWanted) return;
        setDrawn({ status: 'failed', of: text });
        onFailed();
      },
    );
    return () => {
      isWanted = false;
    };
  }, [text, onFailed]);

  if (current.status === 'failed')
    return <p className="rss:m-0 rss:p-0 rss:text-muted rss:text-pretty">{words.qrFailed}</p>;
  return (
    <div
      data-slot="qr-code"
      data-state={current.status}
      className={cn(
        'rss:aspect-square rss:w-46 rss:max-w-full rss:shrink-0 rss:overflow-hidden rss:rounded-control rss:border rss:border-line',
        className,
      )}
    >
      {current.drawing === undefined ? (
        <Skeleton className="rss:size-full" />
      ) : (
        <svg
          role="img"
          aria-label={words.qrLabel}
          viewBox={`0 0 ${String(current.drawing.size)} ${String(current.drawing.size)}`}
          shapeRendering="crispEdges"
          className="rss:size-full rss:forced-color-adjust-none"
        >
          <rect width="100%" height="100%" fill="#ffffff" />
          <path d={current.drawing.path} fill="#000000" />
        </svg>
      )}
    </div>
  );
}
